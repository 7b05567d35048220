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
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code = "unknown error" } = error as { code?: string };
    throw new InvalidOptionError(option, `file ${JSON.stringify(file)} cannot be read (${code}).`);
  }
  try {
    return JSON.parse(text) as ContractOverride;
  } catch {
    throw new InvalidOptionError(option, `file ${JSON.stringify(file)} is not JSON.`);
  }
}
