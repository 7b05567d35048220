import { type Contract, loadContract } from "@numipay/core/protocol";
import type { Command } from "commander";
import type { Terminal } from "../terminal/terminal.js";

/** The option of every command that calls a gateway or acts as one. */
export interface ContractOption {
  readonly contract?: string;
}

const variable = "NUMIPAY_CONTRACT";

/** Declares `--contract`. */
export function declareContract(command: Command): Command {
  return command.option(
    "--contract <file>",
    `JSON file with a contract override (default: ${variable}).`,
  );
}

/** The file of the option, or of the environment. */
export function contractFile(
  { env }: Pick<Terminal, "env">,
  { contract }: ContractOption,
): string | undefined {
  return contract ?? (env[variable] || undefined);
}

/**
 * Reads the contract with its override.
 *
 * @throws InvalidOptionError naming the invalid part of the file
 */
export function readContract(terminal: Pick<Terminal, "env">, options: ContractOption): Contract {
  const option = options.contract === undefined ? variable : "--contract";
  return loadContract(contractFile(terminal, options), option);
}
