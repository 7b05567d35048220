import { toPrintable } from "@numipay/core/protocol";
import type { Invocation } from "../command.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { printResult } from "../print-result.js";
import { type ContractDiff, diffContracts } from "./diff-contracts.js";
import type { Difference } from "./difference.js";
import { readContract, readOwnContract } from "./read-contract.js";

/** What `numipay contract diff` takes. */
export interface ContractDiffOptions {
  readonly map?: Record<string, string>;
  readonly breaking?: boolean;
}

/** Compares a file with the contract that the library is built on, and prints what it says otherwise. */
export async function runContractDiff(
  invocation: Invocation<ContractDiffOptions>,
): Promise<ExitCode> {
  const { args, options } = invocation;
  const official = await readContract(args[0] ?? "");
  const diff = diffContracts(await readOwnContract(), official, options.map);
  const differences = diff.differences.filter(
    ({ isBreaking }) => isBreaking || options.breaking !== true,
  );
  const found = { ...diff, differences };
  await printResult(invocation, found, showAll(found));
  return differences.length === 0 ? exitCodes.ok : exitCodes.wrong;
}

function showAll({ differences, matches }: ContractDiff): string {
  const guesses = matches
    .filter(({ by }) => by === "words")
    .filter((match) => match.operation !== "transactionChanged")
    .map((match) => `  ${toPrintable(match.operation)} is taken for ${toPrintable(match.with)}`);
  const parts = [...groupsOf(differences)].map(
    ([operation, group]) => `${toPrintable(operation)}\n${group.map(toLines).join("\n")}`,
  );
  const breaking = differences.filter(({ isBreaking }) => isBreaking).length;
  const sum =
    differences.length === 0
      ? "The file says nothing otherwise than the library assumes."
      : `${differences.length} differences, ${breaking} of them break something.`;
  return [
    ...(guesses.length === 0 ? [] : [`By their words (--map corrects it):\n${guesses.join("\n")}`]),
    ...parts,
    sum,
  ].join("\n\n");
}

function groupsOf(differences: readonly Difference[]): Map<string, Difference[]> {
  const groups = new Map<string, Difference[]>();
  for (const difference of differences) {
    groups.set(difference.operation, [...(groups.get(difference.operation) ?? []), difference]);
  }
  return groups;
}

const longestLine = 1_000;

function toLines(difference: Difference): string {
  const { kind, place, ours, theirs, provenance, isBreaking, remedy } = difference;
  const where = place === "" ? kind : `${kind}  ${place}`;
  const mark = provenance === null ? "unknown to us" : provenance;
  const sides = [
    ...(ours === null ? [] : [`ours: ${ours} (${mark})`]),
    theirs === null ? "theirs: nothing" : `theirs: ${theirs}`,
  ];
  const lines = [`${isBreaking ? "!" : "·"} ${where}`, `    ${sides.join("   ")}`, `    ${remedy}`];
  return lines.map((line) => `  ${toPrintable(line, longestLine)}`).join("\n");
}
