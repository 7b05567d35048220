import { toPrintable } from "@numipay/core/protocol";
import type { ContractDiff } from "./diff-contracts.js";
import type { Difference } from "./difference.js";

/** The differences for people, by operation. */
export function showContractDiff({ differences, matches }: ContractDiff): string {
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

/** Where the override is, and what it cannot express. */
export function showWritten(file: string, inexpressible: readonly Difference[]): string {
  const written = `${toPrintable(file, longestLine)} is written.`;
  if (inexpressible.length === 0) {
    return `${written} With it, the library does what the file says.`;
  }
  const lines = inexpressible.map(({ operation, kind, place, theirs }) =>
    toPrintable(
      `  ${operation}  ${[kind, place].join(" ").trim()}: ${theirs ?? "nothing"}`,
      longestLine,
    ),
  );
  return `${written} It cannot express:\n${lines.join("\n")}`;
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
