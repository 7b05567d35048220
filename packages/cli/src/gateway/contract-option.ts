import { type Contract, loadContract } from "@numipay/core/protocol";
import type { Command } from "commander";
import type { Terminal } from "../terminal/terminal.js";

/** What every command takes that talks to a gateway, or plays one. */
export interface ContractOption {
  readonly contract?: string;
}

const variable = "NUMIPAY_CONTRACT";

/** Declares it. */
export function declareContract(command: Command): Command {
  return command.option(
    "--contract <file>",
    `The contract override, a JSON file; else ${variable}.`,
  );
}

/** The file of the option, else that of the environment. */
export function contractFile(
  { env }: Pick<Terminal, "env">,
  { contract }: ContractOption,
): string | undefined {
  return contract ?? (env[variable] || undefined);
}

/**
 * The contract with the differences of that file.
 *
 * @throws InvalidOptionError naming the part of the file that is wrong
 */
export function readContract(terminal: Pick<Terminal, "env">, options: ContractOption): Contract {
  const option = options.contract === undefined ? variable : "--contract";
  return loadContract(contractFile(terminal, options), option);
}
