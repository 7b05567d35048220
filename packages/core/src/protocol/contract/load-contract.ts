import { InvalidOptionError } from "../errors.js";
import { type Contract, documentedContract, toContract } from "./contract.js";
import type { ContractOverride } from "./override.js";

/** An override, or the path of the JSON file that has it. */
export type ContractSource = ContractOverride | string;

/**
 * The contract that an option names.
 *
 * @throws InvalidOptionError naming the file, or the part of the override that is wrong
 */
export function loadContract(source: ContractSource | undefined, option = "contract"): Contract {
  if (source === undefined) return documentedContract;
  return toContract(typeof source === "string" ? readFile(source, option) : source, option);
}

/** Not imported: an edge runtime has no files, and gets the object. */
function readFile(file: string, option: string): ContractOverride {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs");
  if (fs === undefined) {
    throw new InvalidOptionError(option, "must be an object: this runtime reads no files.");
  }
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code = "unknown error" } = error as { code?: string };
    throw new InvalidOptionError(option, `${JSON.stringify(file)} cannot be read (${code}).`);
  }
  try {
    return JSON.parse(text) as ContractOverride;
  } catch {
    throw new InvalidOptionError(option, `${JSON.stringify(file)} is not JSON.`);
  }
}
