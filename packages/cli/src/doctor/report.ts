import { type CheckResult, groups, type Verdict } from "./check.js";

/** The result of a run, for people and programs. It contains no secrets and no response bodies. */
export interface Report {
  /** Without user, password, query and fragment. */
  url: string;
  /** True if no check failed. Checks that did not run do not count. */
  isPassed: boolean;
  totals: Record<Verdict, number>;
  /** The framework that the server names. */
  poweredBy?: "Express";
  /** The number of orders that were used. */
  ordersUsed: number;
  durationMs: number;
  checks: readonly CheckResult[];
}

/** The checks of a report, by group. */
export function toSections({ checks }: Report): { group: string; checks: CheckResult[] }[] {
  return groups
    .map((group) => ({ group, checks: checks.filter((check) => check.group === group) }))
    .filter((section) => section.checks.length > 0);
}

/** Failed checks and warnings with the same fix. */
export interface Finding {
  checks: CheckResult[];
  /** Without duplicates. */
  why: string[];
  change: string;
}

/** Groups failed checks and warnings by their fix. */
export function findingsOf({ checks }: Report): Finding[] {
  const findings: Finding[] = [];
  for (const check of checks) {
    if (check.verdict !== "failed" && check.verdict !== "warned") continue;
    const { change } = check.advice;
    const known = findings.find((finding) => finding.change === change);
    const finding = known ?? { checks: [], why: [], change };
    finding.checks.push(check);
    if (!finding.why.includes(check.why)) finding.why.push(check.why);
    if (known === undefined) findings.push(finding);
  }
  return findings;
}

/** What was sent and observed, as labelled texts. */
export function toFacts({
  sent,
  expected,
  observed,
  why,
  advice,
}: CheckResult): [name: string, text: string][] {
  return [
    ["Sent", sent],
    ["Expected", expected],
    ["Observed", observed],
    ["Why", why],
    ["Fix", advice.change],
  ];
}

/** The number of each verdict. Passed and failed checks are always counted. */
export function summarize({ totals }: Report): string {
  return countVerdicts(totals, ["passed", "failed"]);
}

/** The number of each verdict, without those that are zero. */
export function countVerdicts(
  totals: Readonly<Record<Verdict, number>>,
  always: readonly Verdict[] = [],
): string {
  const words: [Verdict, string][] = [
    ["passed", "passed"],
    ["failed", "failed"],
    ["warned", totals.warned === 1 ? "warning" : "warnings"],
    ["not-checked", "not checked"],
  ];
  return words
    .filter(([verdict]) => totals[verdict] > 0 || always.includes(verdict))
    .map(([verdict, word]) => `${totals[verdict]} ${word}`)
    .join(", ");
}

/** The hints for each framework, or only those for the framework that the server names. */
export function hintsFor(
  { advice }: CheckResult,
  poweredBy: string | undefined,
): [framework: string, hint: string][] {
  const hints = Object.entries(advice.hints ?? {});
  // Nest on Express reports Express.
  return poweredBy === "Express"
    ? hints.filter(([framework]) => framework === "Express" || framework === "Nest")
    : hints;
}
