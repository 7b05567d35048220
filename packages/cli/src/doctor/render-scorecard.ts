import { toPrintable } from "@numipay/core/protocol";
import type { CheckResult, Verdict } from "./check.js";
import { type Finding, findingsOf, hintsFor, type Report, summarize } from "./report.js";

const marks: Record<Verdict, string> = {
  passed: "✔",
  warned: "!",
  failed: "✘",
  "not-checked": "–",
};

const width = 100;
const nameWidth = 10;
const longestText = 2_000;

/** One line of the scorecard. */
export function renderLine({ verdict, title, seen }: CheckResult): string {
  const rest = verdict === "passed" ? "" : `  (${toPrintable(seen, longestText)})`;
  return `  ${marks[verdict]} ${title}${rest}`;
}

/** What stands under the list: each failure and warning in full, what to change, and the sum. */
export function renderFindings(report: Report): string {
  const blocks = findingsOf(report).map((finding) => renderFinding(finding, report));
  return [...blocks, `${summarize(report)}. ${advise(report)}`.trimEnd()].join("\n\n");
}

function renderFinding({ checks, why, change }: Finding, { poweredBy }: Report): string {
  const seen = checks.flatMap(({ id, verdict, title, ...check }) => [
    `${marks[verdict]} ${id}: ${title}`,
    toEntry("Sent", check.sent),
    toEntry("Expected", check.expected),
    toEntry("Seen", check.seen),
  ]);
  const ways = checks.slice(0, 1).flatMap((check) => hintsFor(check, poweredBy));
  return [
    ...seen,
    ...why.map((text) => toEntry("Why", text)),
    toEntry("Change", change),
    ...ways.map(([framework, hint]) => toEntry(`  ${framework}`, hint)),
  ].join("\n");
}

/** A name and its text, the text in a column of its own. */
function toEntry(name: string, text: string): string {
  const indent = " ".repeat(4 + nameWidth);
  const lines = wrap(toPrintable(text.replaceAll(/\s+/g, " "), longestText), width - indent.length);
  return `    ${name.padEnd(nameWidth)}${lines.join(`\n${indent}`)}`;
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

function advise({ totals, checks }: Report): string {
  const isWithoutBooks = checks.some(
    ({ id, verdict }) => id === "ledger-complete" && verdict === "not-checked",
  );
  return isWithoutBooks && totals.failed === 0
    ? "Whether payments are booked, and once, was not looked at: see --ledger."
    : "";
}
