import { Numipay } from "@numipay/core";
import type { Command } from "commander";
import type { GuardedTerminal } from "../guard-terminal.js";
import { timeoutOption, toCount } from "../option-values.js";
import { readApiKey } from "../read-secret.js";

/** What every command takes that talks to a gateway. */
export interface GatewayOptions {
  readonly baseUrl?: string;
  readonly apiKeyFile?: string;
  readonly contract?: string;
  readonly timeout: number;
  readonly maxResponseBytes?: number;
}

/** Declares them. */
export function declareGateway(command: Command): Command {
  return command
    .option("--base-url <url>", "The gateway's address; else NUMIPAY_BASE_URL.")
    .option("--api-key-file <file>", "The API key's file, - is stdin; else NUMIPAY_API_KEY.")
    .option("--contract <file>", "JSON file of what the gateway does otherwise than assumed.")
    .addOption(timeoutOption("For each call, its retries included.", 30))
    .option(
      "--max-response-bytes <bytes>",
      "The longest response to read. Defaults to 1048576, and to 33554432 for a list.",
      toCount,
    );
}

/**
 * The client, its key hidden from all that is printed.
 *
 * @throws CommandFailure when there is no key
 * @throws InvalidOptionError for an address or a path
 */
export async function connectGateway(
  terminal: GuardedTerminal,
  options: GatewayOptions,
): Promise<Numipay> {
  const apiKey = await readApiKey(terminal, options.apiKeyFile);
  return new Numipay({
    apiKey,
    baseUrl: options.baseUrl ?? terminal.env["NUMIPAY_BASE_URL"],
    contract: options.contract,
    timeoutMs: options.timeout,
    maxResponseBytes: options.maxResponseBytes,
  });
}
