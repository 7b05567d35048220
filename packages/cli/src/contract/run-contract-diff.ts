import type { Invocation } from "../command/command.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import {
  type ContractOption,
  readContract as readOverridden,
  readOverride,
} from "../gateway/contract-option.js";
import { printResult } from "../command/print-result.js";
import { applyOverride } from "./overridden-contract.js";
import { deriveOverride } from "./derive-override.js";
import { diffContracts } from "./diff-contracts.js";
import { isInexpressible } from "./difference.js";
import { readContract, readOwnContract } from "./read-contract.js";
import { showContractDiff, showWritten } from "./show-contract-diff.js";
import { requireWritable, writeOverride } from "./write-override.js";

/** The options of `numipay contract diff`. */
export interface ContractDiffOptions extends ContractOption {
  readonly map?: Record<string, string>;
  readonly breaking?: boolean;
  readonly write?: string;
  readonly force?: boolean;
}

/** Compares a file with the library's contract, and prints the differences. */
export async function runContractDiff(
  invocation: Invocation<ContractDiffOptions>,
): Promise<ExitCode> {
  const { args, options, terminal } = invocation;
  const { map, write: file } = options;
  if (file !== undefined) requireWritable(file);
  const official = await readContract(args[0] ?? "");
  // Validated first, so that an error names the option.
  readOverridden(terminal, options);
  const base = readOverride(terminal, options) ?? {};
  const own = await readOwnContract();
  const diff = diffContracts(own, official, { overridden: applyOverride(base), map });
  const differences = diff.differences.filter(
    ({ isBreaking }) => isBreaking || options.breaking !== true,
  );
  const found = { ...diff, differences };
  if (file === undefined) {
    await printResult(invocation, found, showContractDiff(found));
    return differences.length === 0 ? exitCodes.ok : exitCodes.wrong;
  }
  const { override, left } = deriveOverride(own, official, { base, map });
  const inexpressible = left.differences.filter(isInexpressible);
  await writeOverride(terminal, override, { file, mayReplace: options.force === true });
  await printResult(invocation, { ...found, written: file, override, inexpressible }, [
    ...showContractDiff(found),
    ...showWritten(file, inexpressible),
  ]);
  return inexpressible.length === 0 ? exitCodes.ok : exitCodes.wrong;
}
