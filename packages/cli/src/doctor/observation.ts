import type { Observation, Verdict } from "./check.js";
import type { PostResponse } from "./post.js";

/** True for an answer that tells the gateway: it is done. */
export const isAccepted = ({ status }: PostResponse): boolean => status >= 200 && status < 300;

/** True for an answer that puts it on the sender. */
export const isRefused = ({ status }: PostResponse): boolean => status >= 400 && status < 500;

/** An answer in a few words. */
export function describe({ status, problem }: PostResponse): string {
  return status === 0 ? `no answer (${problem ?? "unknown"})` : String(status);
}

/** One request of a check: what it was, and its answer. */
export type Probe = readonly [name: string, answer: PostResponse];
export type Probes = readonly Probe[];

/** Passed when every answer is as wanted; else what the others were, the worst of the verdicts. */
export function judge(
  probes: Probes,
  isRight: (answer: PostResponse) => boolean,
  verdictOfWrong: (answer: PostResponse) => Verdict = () => "failed",
): Observation {
  const wrong = probes.filter(([, answer]) => !isRight(answer));
  if (wrong.length === 0) return { verdict: "passed", seen: summarize(probes) };
  const verdicts = wrong.map(([, answer]) => verdictOfWrong(answer));
  return {
    verdict: verdicts.includes("failed") ? "failed" : (verdicts[0] ?? "failed"),
    seen: wrong.map(([name, answer]) => `${name}: ${describe(answer)}`).join("; "),
  };
}

/** The statuses and how often each came: `401 (4 times)`. */
function summarize(probes: Probes): string {
  const counts = new Map<string, number>();
  for (const [, answer] of probes) {
    const text = describe(answer);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`))
    .join(", ");
}
