import { toPrintable } from "@numipay/core/protocol";
import type { Block } from "../text/block.js";
import { count } from "../text/count.js";
import { type Part, type Style, styled } from "../text/part.js";
import { blank, entries, indented, paragraph } from "../text/prose.js";
import type { Verdict } from "./check.js";
import {
  countVerdicts,
  type Finding,
  findingsOf,
  hintsFor,
  type Report,
  summarize,
  toSections,
} from "./report.js";

const marks: Record<Verdict, readonly [mark: string, style: Style]> = {
  passed: ["✔", "good"],
  warned: ["!", "caution"],
  failed: ["✘", "bad"],
  "not-checked": ["–", "faint"],
};

const maxTextLength = 2_000;

/**
 * The scorecard: the verdict and what to fix first, the counts of each group, and how to fix each failure and warning. With
 * `isVerbose`, also each check and everything that is known about a failure.
 */
export function renderScorecard(
  report: Report,
  { isVerbose }: { readonly isVerbose: boolean },
): Block[] {
  const findings = findingsOf(report);
  const sections = [
    renderSummary(report, findings),
    isVerbose ? renderChecks(report) : renderGroups(report),
    ...findings.map((finding) => renderFinding(finding, report, isVerbose)),
    renderAdvice(report, isVerbose),
  ];
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, at) => (at === 0 ? section : [blank, ...section]));
}

function renderSummary(report: Report, [first]: readonly Finding[]): Block[] {
  const { totals, checks, url } = report;
  const verdict = totals.failed > 0 ? "failed" : totals.warned > 0 ? "warned" : "passed";
  const heading = {
    failed: `${totals.failed} of ${count(checks.length, "check")} failed`,
    warned: `No check failed, with ${count(totals.warned, "warning")}`,
    passed: totals.passed === checks.length ? "Every check passed" : "No check failed",
  }[verdict];
  const [mark, style] = marks[verdict];
  const [check] = first?.checks ?? [];
  return [
    paragraph([styled(style, `${mark} ${heading}`), `: ${url}`], { hanging: 2 }),
    paragraph(`${summarize(report)}.`, { indent: 2 }),
    ...(check === undefined
      ? []
      : [paragraph(`Fix first: ${check.id} (${check.title}).`, { indent: 2 })]),
  ];
}

/** The counts of each group, and why checks did not run. */
function renderGroups(report: Report): Block[] {
  const reasons = new Map<string, number>();
  for (const { verdict, observed } of report.checks) {
    if (verdict !== "not-checked") continue;
    const reason = observed.replace(/^not checked: /, "");
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [
    entries(
      toSections(report).map(({ group, checks }) => {
        const totals = { passed: 0, warned: 0, failed: 0, "not-checked": 0 };
        for (const { verdict } of checks) totals[verdict] += 1;
        return [group, countVerdicts(totals)];
      }),
    ),
    ...(reasons.size === 0 ? [] : [blank]),
    ...[...reasons].map(([reason, number]) =>
      paragraph([toMark("not-checked"), ` ${number} not checked: ${toLine(reason)}`], {
        hanging: 2,
      }),
    ),
  ];
}

/** Each check with its result, by group. */
function renderChecks(report: Report): Block[] {
  return toSections(report).flatMap(({ group, checks }, at) => [
    ...(at === 0 ? [] : [blank]),
    paragraph(styled("strong", group)),
    ...checks.map(({ verdict, title, observed }) =>
      paragraph(
        [toMark(verdict), ` ${title}`, ...(verdict === "passed" ? [] : [`: ${toLine(observed)}`])],
        { indent: 2, hanging: 4 },
      ),
    ),
  ]);
}

function renderFinding(
  { checks, why, change }: Finding,
  { poweredBy }: Report,
  isVerbose: boolean,
): Block[] {
  const hints = checks.slice(0, 1).flatMap((check) => hintsFor(check, poweredBy));
  return [
    ...checks.flatMap((check) => [
      paragraph([toMark(check.verdict), " ", styled("strong", check.id), `: ${check.title}`], {
        hanging: 2,
      }),
      toFacts([
        ...(isVerbose
          ? ([
              ["Sent", check.sent],
              ["Expected", check.expected],
            ] as const)
          : []),
        ["Observed", check.observed],
      ]),
    ]),
    toFacts([
      ...(isVerbose ? why.map((text) => ["Why", text] as const) : []),
      ["Fix", change],
      ...hints.map(([framework, hint]) => [`  ${framework}`, hint] as const),
    ]),
  ];
}

/** Names and texts, with the texts of all findings in one column. */
function toFacts(rows: readonly (readonly [name: string, text: string])[]): Block {
  return indented(
    2,
    entries(
      rows.map(([name, text]) => [name, toLine(text)] as const),
      { indent: 0, minNameWidth: "Observed".length + 1 },
    ),
  );
}

function renderAdvice({ totals, checks }: Report, isVerbose: boolean): Block[] {
  const isLedgerUnchecked = checks.some(
    ({ id, verdict }) => id === "ledger-complete" && verdict === "not-checked",
  );
  const hasMore = !isVerbose && totals.failed + totals.warned + totals["not-checked"] > 0;
  return [
    ...(isLedgerUnchecked && totals.failed === 0
      ? [paragraph("Pass --ledger and orders to check that payments are credited exactly once.")]
      : []),
    ...(hasMore
      ? [paragraph("Add --verbose to see every check, what was sent, and why it matters.")]
      : []),
  ];
}

function toMark(verdict: Verdict): Part {
  const [mark, style] = marks[verdict];
  return styled(style, mark);
}

function toLine(text: string): string {
  return toPrintable(text.replaceAll(/\s+/g, " "), maxTextLength);
}
