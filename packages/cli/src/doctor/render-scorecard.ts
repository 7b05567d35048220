import { showText } from "../show-text.js";
import type { CheckResult, Verdict } from "./check.js";
import { hintsFor, type Report, summarize } from "./report.js";

const marks: Record<Verdict, string> = {
  passed: "✔",
  warned: "!",
  failed: "✘",
  "not-checked": "–",
};

/** One line of the scorecard. */
export function renderLine({ verdict, title, seen }: CheckResult): string {
  const rest = verdict === "passed" ? "" : `  (${showText(seen)})`;
  return `  ${marks[verdict]} ${title}${rest}`;
}

/** What stands under the list: each failure and warning in full, and the sum. */
export function renderFindings(report: Report): string {
  const findings = report.checks.filter(
    ({ verdict }) => verdict === "failed" || verdict === "warned",
  );
  const blocks = findings.map((check) =>
    [
      `${marks[check.verdict]} ${check.id}: ${check.title}`,
      ...toFacts(check).map(([name, text]) => `    ${name.padEnd(9)} ${showText(text)}`),
      ...hintsFor(check, report.poweredBy).map(
        ([framework, hint]) => `    ${`${framework}:`.padEnd(9)} ${hint}`,
      ),
    ].join("\n"),
  );
  return [...blocks, `${summarize(report)}. ${advise(report)}`.trimEnd()].join("\n\n");
}

/** What was played and what came of it, by name. */
export function toFacts({ sent, expected, seen, why, advice }: CheckResult): [string, string][] {
  return [
    ["Sent", sent],
    ["Expected", expected],
    ["Seen", seen],
    ["Why", why],
    ["Change", advice.change],
  ];
}

function advise({ totals, checks }: Report): string {
  const isWithoutBooks = checks.some(
    ({ id, verdict }) => id === "ledger-complete" && verdict === "not-checked",
  );
  if (isWithoutBooks && totals.failed === 0) {
    return "Whether payments are booked, and once, was not looked at: see --ledger.";
  }
  return "";
}
