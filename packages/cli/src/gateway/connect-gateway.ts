import { readVersion } from "../command/read-version.js";
import { Numipay, type NumipayOptions } from "@numipay/core";
import type { Command } from "commander";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { timeoutOption, toCount } from "../options/option-values.js";
import { readApiKey } from "../input/read-secret.js";
import {
  type ContractOption,
  declareContract,
  readContract,
  readOverride,
} from "./contract-option.js";

/** The options of every command that calls a gateway. */
export interface GatewayOptions extends ContractOption {
  readonly baseUrl?: string;
  readonly apiKeyFile?: string;
  readonly timeZone?: string;
  readonly timeout: number;
  readonly maxResponseBytes?: number;
}

/** Declares the gateway options. */
export function declareGateway(command: Command): Command {
  command
    .optionsGroup("Gateway:")
    .option("--base-url <url>", "Base URL (default: NUMIPAY_BASE_URL).")
    .option(
      "--api-key-file <file>",
      "File with the API key, - for stdin (default: NUMIPAY_API_KEY).",
    );
  return declareContract(command)
    .addOption(timeoutOption("Timeout of each call, including retries.", 30))
    .option(
      "--max-response-bytes <bytes>",
      "Longest response to accept (default: 1048576, for a list 33554432).",
      toCount,
    );
}

/**
 * Reads the options of a client. The API key is redacted in all output.
 *
 * @throws CommandFailure when the API key is missing
 * @throws InvalidOptionError for an invalid contract override
 */
export async function readClientOptions(
  terminal: GuardedTerminal,
  options: GatewayOptions,
): Promise<NumipayOptions & { readonly apiKey: string }> {
  // Also read here, so that an error names this command's option.
  readContract(terminal, options);
  const apiKey = await readApiKey(terminal, options.apiKeyFile);
  return {
    apiKey,
    baseUrl: options.baseUrl ?? terminal.env["NUMIPAY_BASE_URL"],
    contract: readOverride(terminal, options),
    timeZone: options.timeZone,
    timeoutMs: options.timeout,
    maxResponseBytes: options.maxResponseBytes,
    userAgentSuffix: `numipay-cli/${readVersion()}`,
  };
}

/**
 * Creates the client. The API key is redacted in all output.
 *
 * @throws CommandFailure when the API key is missing
 * @throws InvalidOptionError for an invalid URL, time zone or contract override
 */
export async function connectGateway(
  terminal: GuardedTerminal,
  options: GatewayOptions,
): Promise<Numipay> {
  return new Numipay(await readClientOptions(terminal, options));
}
