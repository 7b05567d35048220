import type { Command } from "commander";
import { usageFault } from "../failure/command-failure.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { toPairs } from "../options/option-values.js";
import { readInput } from "../input/read-input.js";

/** The fields of a payment or payout, as options. */
export interface RequestOptions {
  readonly trackingId?: string;
  readonly userId?: string;
  readonly currency?: string;
  readonly amount?: string;
  readonly returnUrl?: string;
  readonly country?: string;
  readonly email?: string;
  readonly extra?: Record<string, string>;
  readonly request?: string;
}

/** The four fields that every request has. The client checks each, and names the one that is missing. */
export interface GivenRequest {
  tracking_id: string;
  user_id: string;
  currency: string;
  amount: string;
}

/** Declares them. */
export function declareRequest(command: Command): Command {
  return command
    .option("--tracking-id <id>", "Your own id of the transaction; use each but once.")
    .option("--user-id <id>", "Your own id of the customer.")
    .option("--currency <code>", "Three letters, such as EUR.")
    .option("--amount <decimal>", "In the main unit, such as 200.00.")
    .option("--return-url <url>", "Where the customer comes back to.")
    .option("--country <code>", "The customer's country, two letters.")
    .option("--email <address>", "The customer's e-mail address.")
    .option("--extra <name=value>", "One more field; may stand several times.", toPairs)
    .option("--request <file>", "The fields as a JSON object, - is stdin; options go before it.");
}

/**
 * The request of the options and of the file, the options first. What is missing is found by the client.
 *
 * @throws CommandFailure when the file holds no JSON object
 */
export async function readRequest(
  terminal: GuardedTerminal,
  options: RequestOptions,
): Promise<GivenRequest> {
  const { request } = options;
  const fromFile =
    request === undefined ? {} : await readJsonObject(terminal, request, "--request");
  const fromOptions = {
    tracking_id: options.trackingId,
    user_id: options.userId,
    currency: options.currency,
    amount: options.amount,
    return_url: options.returnUrl,
    country: options.country,
    email: options.email,
  };
  const given = Object.entries(fromOptions).filter(([, value]) => value !== undefined);
  // Partial in truth: checkRequest of the client names the field that is missing, as an option fault does.
  return { ...fromFile, ...Object.fromEntries(given), ...options.extra } as unknown as GivenRequest;
}

/**
 * The JSON object of a file.
 *
 * @throws CommandFailure that does not quote the file: it may hold a card
 */
export async function readJsonObject(
  terminal: GuardedTerminal,
  file: string,
  option: string,
): Promise<Record<string, unknown>> {
  const text = new TextDecoder().decode(await readInput(terminal, file, option));
  const value = parseJson(text.replace(/^\uFEFF/, ""));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageFault(`${option}: ${file === "-" ? "standard input" : file} holds no JSON object.`);
  }
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
