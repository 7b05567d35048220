import { toPrintable } from "@numipay/core/protocol";
import type { ContractDiff } from "./diff-contracts.js";
import type { Difference } from "./difference.js";

/** Prints the differences by operation. */
export function showContractDiff({ differences, matches }: ContractDiff): string {
  const guesses = matches
    .filter(({ by }) => by === "words")
    .filter((match) => match.operation !== "transactionChanged")
    .map((match) => `  ${toPrintable(match.operation)} = ${toPrintable(match.with)}`);
  const parts = [...groupsOf(differences)].map(
    ([operation, group]) => `${toPrintable(operation)}\n${group.map(toLines).join("\n")}`,
  );
  const breaking = differences.filter(({ isBreaking }) => isBreaking).length;
  const summary =
    differences.length === 0
      ? "No differences: the file agrees with the library."
      : `${differences.length} differences, ${breaking} of them breaking.`;
  return [
    ...(guesses.length === 0
      ? []
      : [`Matched by name (correct with --map):\n${guesses.join("\n")}`]),
    ...parts,
    summary,
  ].join("\n\n");
}

/** Prints where the override is, and what it cannot express. */
export function showWritten(file: string, inexpressible: readonly Difference[]): string {
  const written = `Wrote ${toPrintable(file, maxLineLength)}.`;
  if (inexpressible.length === 0) {
    return `${written} With this override, the library follows the file.`;
  }
  const lines = inexpressible.map(({ operation, kind, place, theirs }) =>
    toPrintable(
      `  ${operation}  ${[kind, place].join(" ").trim()}: ${theirs ?? "nothing"}`,
      maxLineLength,
    ),
  );
  return `${written} The override cannot express:\n${lines.join("\n")}`;
}

function groupsOf(differences: readonly Difference[]): Map<string, Difference[]> {
  const groups = new Map<string, Difference[]>();
  for (const difference of differences) {
    groups.set(difference.operation, [...(groups.get(difference.operation) ?? []), difference]);
  }
  return groups;
}

const maxLineLength = 1_000;

function toLines(difference: Difference): string {
  const { kind, place, ours, theirs, provenance, isBreaking, remedy } = difference;
  const where = place === "" ? kind : `${kind}  ${place}`;
  const mark = provenance ?? "unknown";
  const sides = [
    ...(ours === null ? [] : [`library: ${ours} (${mark})`]),
    theirs === null ? "file: nothing" : `file: ${theirs}`,
  ];
  const lines = [`${isBreaking ? "!" : "·"} ${where}`, `    ${sides.join("   ")}`, `    ${remedy}`];
  return lines.map((line) => `  ${toPrintable(line, maxLineLength)}`).join("\n");
}
