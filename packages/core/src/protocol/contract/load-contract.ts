import { InvalidOptionError } from "../errors.js";
import { type Contract, documentedContract, toContract } from "./contract.js";
import type { ContractOverride } from "./override.js";

/** A contract override, or the path of a JSON file that contains it. */
export type ContractSource = ContractOverride | string;

/**
 * Loads the contract from an option.
 *
 * @throws InvalidOptionError when the file cannot be read, or a part of the override is invalid
 */
export function loadContract(source: ContractSource | undefined, option = "contract"): Contract {
  if (source === undefined) return documentedContract;
  return toContract(typeof source === "string" ? readFile(source, option) : source, option);
}

/** node:fs is not imported, because edge runtimes do not have it. There, the option must be an object. */
function readFile(file: string, option: string): ContractOverride {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs");
  if (fs === undefined) {
    throw new InvalidOptionError(
      option,
      "must be an object, because this runtime cannot read files.",
    );
  }
  let bytes: Uint8Array;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    const { code = "unknown error" } = error as { code?: string };
    throw new InvalidOptionError(option, `file ${JSON.stringify(file)} cannot be read (${code}).`);
  }
  try {
    return JSON.parse(decode(bytes)) as ContractOverride;
  } catch {
    throw new InvalidOptionError(option, `file ${JSON.stringify(file)} is not JSON in UTF-8.`);
  }
}

/** Editors and PowerShell on Windows write a byte order mark, and UTF-16. */
function decode(bytes: Uint8Array): string {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  return new TextDecoder(mark, { fatal: true }).decode(bytes);
}
