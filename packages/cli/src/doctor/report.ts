import { type CheckResult, groups, type Verdict } from "./check.js";

/** An examination, for people and programs. It holds no secret and no body that came back. */
export interface Report {
  /** Without user, password, query and fragment. */
  url: string;
  /** True when no check failed. What was not checked was not found right either. */
  isPassed: boolean;
  totals: Record<Verdict, number>;
  /** What the server says it is, where it tells. */
  poweredBy?: "Express";
  /** How many orders were paid, or tried. */
  ordersUsed: number;
  durationMs: number;
  checks: readonly CheckResult[];
}

/** The checks of a report under their headings. */
export function toSections({ checks }: Report): { group: string; checks: CheckResult[] }[] {
  return groups
    .map((group) => ({ group, checks: checks.filter((check) => check.group === group) }))
    .filter((section) => section.checks.length > 0);
}

/** Checks that failed, or warned, for which the same is to be changed. */
export interface Finding {
  checks: CheckResult[];
  /** Each reason once. */
  why: string[];
  change: string;
}

/** What was found wrong, by what to change: five lines about garbage are one piece of work. */
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

/** What was played and what came of it, by name. */
export function toFacts({
  sent,
  expected,
  seen,
  why,
  advice,
}: CheckResult): [name: string, text: string][] {
  return [
    ["Sent", sent],
    ["Expected", expected],
    ["Seen", seen],
    ["Why", why],
    ["Change", advice.change],
  ];
}

/** How many of each verdict, as a sentence. */
export function summarize({ totals }: Report): string {
  const words: [Verdict, string][] = [
    ["passed", "passed"],
    ["failed", "failed"],
    ["warned", totals.warned === 1 ? "warning" : "warnings"],
    ["not-checked", "not checked"],
  ];
  return words
    .filter(([verdict]) => totals[verdict] > 0 || verdict === "passed" || verdict === "failed")
    .map(([verdict, word]) => `${totals[verdict]} ${word}`)
    .join(", ");
}

/** What to change, and the ways of frameworks; of the one that the server says it is only, where it says. */
export function hintsFor(
  { advice }: CheckResult,
  poweredBy: string | undefined,
): [framework: string, hint: string][] {
  const hints = Object.entries(advice.hints ?? {});
  // Nest on Express says that it is Express.
  return poweredBy === "Express"
    ? hints.filter(([framework]) => framework === "Express" || framework === "Nest")
    : hints;
}
