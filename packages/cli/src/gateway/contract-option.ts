import { type ContractOverride, InvalidOptionError } from "@numipay/core";
import { type Contract, loadContract } from "@numipay/core/protocol";
import type { Command } from "commander";
import { readFileSync } from "node:fs";
import { decodeText } from "../input/decode-text.js";
import type { Terminal } from "../terminal/terminal.js";

/** The option of every command that calls a gateway or acts as one. */
export interface ContractOption {
  readonly contract?: string;
}

const variable = "NUMIPAY_CONTRACT";

/** Read once per command, because a pipe such as `<(command)` can only be read once. */
const overrides = new WeakMap<ContractOption, ContractOverride>();

/** Declares `--contract`. */
export function declareContract(command: Command): Command {
  return command.option(
    "--contract <file>",
    `JSON file with a contract override (default: ${variable}).`,
  );
}

/**
 * Reads the override from the file of the option, or of the environment. Undefined without a file.
 *
 * @throws InvalidOptionError when the file cannot be read or is not JSON
 */
export function readOverride(
  { env }: Pick<Terminal, "env">,
  options: ContractOption,
): ContractOverride | undefined {
  const file = options.contract ?? (env[variable] || undefined);
  if (file === undefined) return undefined;
  const override = overrides.get(options) ?? parseFile(file, nameSource(options));
  overrides.set(options, override);
  return override;
}

/**
 * Reads the contract with its override.
 *
 * @throws InvalidOptionError naming the invalid part of the file
 */
export function readContract(terminal: Pick<Terminal, "env">, options: ContractOption): Contract {
  return loadContract(readOverride(terminal, options), nameSource(options));
}

function nameSource({ contract }: ContractOption): string {
  return contract === undefined ? variable : "--contract";
}

function parseFile(file: string, source: string): ContractOverride {
  const name = JSON.stringify(file);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code = "unknown error" } = error as { code?: string };
    throw new InvalidOptionError(source, `file ${name} cannot be read (${code}).`);
  }
  const text = decodeText(bytes, `the ${source} file ${file}`);
  try {
    return JSON.parse(text) as ContractOverride;
  } catch {
    throw new InvalidOptionError(source, `file ${name} is not JSON.`);
  }
}
