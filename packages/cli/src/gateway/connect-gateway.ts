import { Numipay } from "@numipay/core";
import type { Command } from "commander";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { timeoutOption, toCount } from "../options/option-values.js";
import { readApiKey } from "../input/read-secret.js";
import {
  contractFile,
  type ContractOption,
  declareContract,
  readContract,
} from "./contract-option.js";

/** What every command takes that talks to a gateway. */
export interface GatewayOptions extends ContractOption {
  readonly baseUrl?: string;
  readonly apiKeyFile?: string;
  readonly timeZone?: string;
  readonly timeout: number;
  readonly maxResponseBytes?: number;
}

/** Declares them. */
export function declareGateway(command: Command): Command {
  command
    .option("--base-url <url>", "The gateway's address; else NUMIPAY_BASE_URL.")
    .option("--api-key-file <file>", "The API key's file, - is stdin; else NUMIPAY_API_KEY.");
  return declareContract(command)
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
 * @throws InvalidOptionError for an address, a time zone or a part of the contract
 */
export async function connectGateway(
  terminal: GuardedTerminal,
  options: GatewayOptions,
): Promise<Numipay> {
  // Read here too, so that an error names the option of this command.
  readContract(terminal, options);
  const apiKey = await readApiKey(terminal, options.apiKeyFile);
  return new Numipay({
    apiKey,
    baseUrl: options.baseUrl ?? terminal.env["NUMIPAY_BASE_URL"],
    contract: contractFile(terminal, options),
    timeZone: options.timeZone,
    timeoutMs: options.timeout,
    maxResponseBytes: options.maxResponseBytes,
  });
}
