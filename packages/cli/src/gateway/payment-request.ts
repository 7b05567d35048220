import type { Command } from "commander";
import { usageError } from "../failure/command-failure.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { toOptionValue } from "../options/name-option.js";
import { toPairs } from "../options/option-values.js";
import { readInputText } from "../input/read-input.js";

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

/** The required fields of every request. The client reports missing ones. */
export interface GivenRequest {
  tracking_id: string;
  user_id: string;
  currency: string;
  amount: string;
}

/** Declares the request options. */
export function declareRequest(command: Command): Command {
  return command
    .optionsGroup("Request fields:")
    .option("--tracking-id <id>", "Your id of the transaction. Must be unique.")
    .option("--user-id <id>", "Your id of the customer.")
    .option("--currency <code>", "Three-letter currency code, such as EUR.")
    .option("--amount <decimal>", "Amount in the main unit, such as 200.00.")
    .option("--return-url <url>", "URL to send the customer back to.")
    .option("--country <code>", "Two-letter code of the customer's country.")
    .option("--email <address>", "The customer's email address.")
    .option("--extra <name=value>", "Additional field. Can be repeated.", toPairs)
    .option("--request <file>", "JSON file with the fields, - for stdin. Options override it.");
}

/**
 * Combines the options with the fields of the file. Options take precedence. The client reports missing fields.
 *
 * @throws CommandFailure when the file is not a JSON object
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
  // Fields may be missing here; the client checks them.
  return { ...fromFile, ...Object.fromEntries(given), ...options.extra } as unknown as GivenRequest;
}

/**
 * Reads a JSON object from a file.
 *
 * @throws CommandFailure that does not quote the file, because it may contain card data
 */
export async function readJsonObject(
  terminal: GuardedTerminal,
  file: string,
  option: string,
): Promise<Record<string, unknown>> {
  const value = parseJson(await readInputText(terminal, file, option));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const name = file === "-" ? "Standard input" : `The file of ${toOptionValue(option, file)}`;
    throw usageError(`${name} is not a JSON object. Write the fields as {"name":"value"}.`);
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
