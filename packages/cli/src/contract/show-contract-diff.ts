import { toPrintable } from "@numipay/core/protocol";
import type { Block } from "../text/block.js";
import { count } from "../text/count.js";
import { styled } from "../text/part.js";
import { blank, entries, indented, paragraph } from "../text/prose.js";
import type { ContractDiff } from "./diff-contracts.js";
import type { Difference } from "./difference.js";

const maxLineLength = 1_000;

/** The differences of each operation, followed by the result in one line. */
export function showContractDiff({ differences, matches }: ContractDiff): Block[] {
  const guesses = matches
    .filter(({ by }) => by === "words")
    .filter((match) => match.operation !== "transactionChanged");
  return [
    ...(guesses.length === 0
      ? []
      : [
          paragraph("Matched by name. If a match is wrong, correct it with --map operation=call:"),
          entries(
            guesses.map(
              (match) => [toPrintable(match.operation), toPrintable(match.with)] as const,
            ),
          ),
          blank,
        ]),
    ...[...groupsOf(differences)].flatMap(([operation, group]) => [
      paragraph(styled("strong", toPrintable(operation))),
      ...group.flatMap((one) => toBlocks(one)),
      blank,
    ]),
    paragraph(toSummary(differences)),
  ];
}

function toSummary(differences: readonly Difference[]): string {
  if (differences.length === 0) return "No differences: the file agrees with the library.";
  const breaking = differences.filter(({ isBreaking }) => isBreaking).length;
  const breaks = breaking === 1 ? "breaks" : "break";
  return `${count(differences.length, "difference")}, ${breaking} of which ${breaks} calls.`;
}

/** What a probe could not find out. Nothing if it found out everything. */
export function showUndetermined(facts: readonly string[]): Block[] {
  if (facts.length === 0) return [];
  return [
    paragraph(
      `${count(facts.length, "fact")} of the probe could not be determined: ${facts.map((id) => toPrintable(id)).join(", ")}.`,
    ),
  ];
}

/** Where the override is, and what it cannot express. */
export function showWritten(file: string, inexpressible: readonly Difference[]): Block[] {
  const written = `Wrote ${toPrintable(file, maxLineLength)}.`;
  if (inexpressible.length === 0) {
    return [blank, paragraph(`${written} With this override, the library follows the file.`)];
  }
  return [
    blank,
    paragraph(`${written} The override cannot express:`),
    entries(
      inexpressible.map(({ operation, kind, place, theirs }) => [
        toPrintable(operation),
        toPrintable(`${[kind, place].join(" ").trim()}: ${theirs ?? "nothing"}`, maxLineLength),
      ]),
    ),
  ];
}

function groupsOf(differences: readonly Difference[]): Map<string, Difference[]> {
  const groups = new Map<string, Difference[]>();
  for (const difference of differences) {
    groups.set(difference.operation, [...(groups.get(difference.operation) ?? []), difference]);
  }
  return groups;
}

function toBlocks(difference: Difference): Block[] {
  const { kind, place, ours, theirs, provenance, isBreaking, remedy } = difference;
  const where = toPrintable(place === "" ? kind : `${kind}  ${place}`, maxLineLength);
  const rows: (readonly [string, string])[] = [
    ...(ours === null ? [] : [["Library", `${ours} (${provenance ?? "unknown"})`] as const]),
    ["File", theirs ?? "nothing"],
    ["Fix", remedy],
  ];
  return [
    paragraph(isBreaking ? [styled("bad", "!"), ` ${where} (breaks calls)`] : `· ${where}`, {
      indent: 2,
      hanging: 4,
    }),
    indented(
      2,
      entries(rows.map(([name, text]) => [name, toPrintable(text, maxLineLength)] as const)),
    ),
  ];
}
