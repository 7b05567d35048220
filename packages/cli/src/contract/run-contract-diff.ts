import type { ContractOverride } from "@numipay/core";
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
import { type ContractDiff, diffContracts } from "./diff-contracts.js";
import { type Difference, isInexpressible } from "./difference.js";
import { mergeOverrides } from "./merge-overrides.js";
import { isProbeReport, type ProbeReport, toDifferences } from "./probe-report.js";
import { type Json, readDocument, readOwnContract, requireContract } from "./read-contract.js";
import { showContractDiff, showUndetermined, showWritten } from "./show-contract-diff.js";
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
  const document = await readDocument(args[0] ?? "");
  // Validated first, so that an error names the option.
  readOverridden(terminal, options);
  const base = readOverride(terminal, options) ?? {};
  const { diff, derive, undetermined } = isProbeReport(document)
    ? compareReport(document, base)
    : await compareContract(requireContract(args[0] ?? "", document), { base, map });
  const differences = diff.differences.filter(
    ({ isBreaking }) => isBreaking || options.breaking !== true,
  );
  const found = { ...diff, differences, ...(undetermined.length > 0 && { undetermined }) };
  if (file === undefined) {
    await printResult(invocation, found, [
      ...showContractDiff(found),
      ...showUndetermined(undetermined),
    ]);
    if (differences.length > 0) return exitCodes.wrong;
    return undetermined.length > 0 ? exitCodes.unknown : exitCodes.ok;
  }
  const { override, left } = derive();
  const inexpressible = left.filter(isInexpressible);
  await writeOverride(terminal, override, { file, mayReplace: options.force === true });
  await printResult(invocation, { ...found, written: file, override, inexpressible }, [
    ...showContractDiff(found),
    ...showUndetermined(undetermined),
    ...showWritten(file, inexpressible),
  ]);
  return inexpressible.length === 0 ? exitCodes.ok : exitCodes.wrong;
}

/** The differences of a file, and the override that expresses them. */
interface Comparison {
  readonly diff: ContractDiff;
  /** The facts of a probe that could not be determined, by id. */
  readonly undetermined: readonly string[];
  readonly derive: () => {
    readonly override: ContractOverride;
    /** What remains with the override. */
    readonly left: readonly Difference[];
  };
}

async function compareContract(
  official: Json,
  { base, map }: { base: ContractOverride; map: Record<string, string> | undefined },
): Promise<Comparison> {
  const own = await readOwnContract();
  return {
    diff: diffContracts(own, official, { overridden: applyOverride(base), map }),
    undetermined: [],
    derive() {
      const { override, left } = deriveOverride(own, official, { base, map });
      return { override, left: left.differences };
    },
  };
}

/** A report was made with the contract of its run, so its overrides are added to the base. */
function compareReport(report: ProbeReport, base: ContractOverride): Comparison {
  const differences = toDifferences(report);
  return {
    diff: { differences, matches: [] },
    undetermined: report.facts
      .filter(({ result }) => result === "undetermined")
      .map(({ id }) => id),
    derive: () => ({
      override: mergeOverrides([base, ...differences.flatMap(({ override }) => override ?? [])]),
      left: differences.filter(({ override }) => override === null),
    }),
  };
}
