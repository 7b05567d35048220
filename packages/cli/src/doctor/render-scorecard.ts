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
const maxTextLength = 2_000;

/** One line of the scorecard. */
export function renderLine({ verdict, title, observed }: CheckResult): string {
  const rest = verdict === "passed" ? "" : ` — ${toPrintable(observed, maxTextLength)}`;
  return `  ${marks[verdict]} ${title}${rest}`;
}

/** The details below the list: each failure and warning, how to fix it, and the totals. */
export function renderFindings(report: Report): string {
  const blocks = findingsOf(report).map((finding) => renderFinding(finding, report));
  return [...blocks, `${summarize(report)}. ${advise(report)}`.trimEnd()].join("\n\n");
}

function renderFinding({ checks, why, change }: Finding, { poweredBy }: Report): string {
  const observed = checks.flatMap(({ id, verdict, title, ...check }) => [
    `${marks[verdict]} ${id}: ${title}`,
    toEntry("Sent", check.sent),
    toEntry("Expected", check.expected),
    toEntry("Observed", check.observed),
  ]);
  const ways = checks.slice(0, 1).flatMap((check) => hintsFor(check, poweredBy));
  return [
    ...observed,
    ...why.map((text) => toEntry("Why", text)),
    toEntry("Fix", change),
    ...ways.map(([framework, hint]) => toEntry(`  ${framework}`, hint)),
  ].join("\n");
}

/** A name and its text, in two columns. */
function toEntry(name: string, text: string): string {
  const indent = " ".repeat(4 + nameWidth);
  const lines = wrap(
    toPrintable(text.replaceAll(/\s+/g, " "), maxTextLength),
    width - indent.length,
  );
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
  const isLedgerUnchecked = checks.some(
    ({ id, verdict }) => id === "ledger-complete" && verdict === "not-checked",
  );
  return isLedgerUnchecked && totals.failed === 0
    ? "Pass --ledger and orders to check that payments are credited exactly once."
    : "";
}
