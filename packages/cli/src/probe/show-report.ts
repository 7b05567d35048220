import { toPrintable } from "@numipay/core/protocol";
import type { ProbedFact, ProbeReport, ProbeResult } from "../contract/probe-report.js";
import type { Block } from "../text/block.js";
import { type Part, type Style, styled } from "../text/part.js";
import { blank, entries, paragraph } from "../text/prose.js";

const sections: readonly (readonly [ProbeResult, string, mark: string, Style])[] = [
  ["holds", "Holds", "✔", "good"],
  ["undetermined", "Could not be determined", "–", "faint"],
  ["differs", "Differs", "✘", "bad"],
];

const maxLength = 500;

/** The facts by result, differences last, and what to do next. */
export function showReport(report: ProbeReport, out: string | undefined): Block[] {
  const { facts, notPlayed, override } = report;
  const shown = sections.flatMap(([result, heading, mark, style]) => {
    const found = facts.filter((fact) => fact.result === result);
    if (found.length === 0) return [];
    return [
      paragraph(styled("strong", heading)),
      entries(found.map((fact) => toRow(fact, styled(style, mark)))),
      blank,
    ];
  });
  const hasOverride = Object.keys(override).length > 0;
  return [
    ...shown,
    paragraph(`Not played: ${notPlayed.join("; ")}.`),
    paragraph(toSummary(facts)),
    ...(hasOverride ? [paragraph(`Proposed override: ${JSON.stringify(override)}`)] : []),
    ...(out === undefined
      ? []
      : [paragraph(`Wrote the report. Show it with: numipay contract diff ${out}`)]),
  ];
}

function toRow(fact: ProbedFact, mark: Part): [Part, Part[]] {
  const { id, fact: fromDocs, title, how, result } = fact;
  const shown = toPrintable(how, maxLength);
  const text = result === "holds" ? `${title}: ${shown}` : `${title} (${fromDocs}). ${shown}`;
  return [id, [mark, ` ${text}`]];
}

function toSummary(facts: readonly ProbedFact[]): string {
  const number = (result: ProbeResult): number =>
    facts.filter((fact) => fact.result === result).length;
  const [held, other, open] = [number("holds"), number("differs"), number("undetermined")];
  const verb = (found: number, one: string): string => `${found} ${one}${found === 1 ? "s" : ""}`;
  return `${facts.length} facts: ${verb(held, "hold")}, ${verb(other, "differ")}, ${open} could not be determined.`;
}
