import type { Observation, Verdict } from "./check.js";
import type { PostResponse } from "./post.js";

/** True for a 2xx: the gateway does not retry. */
export const isAccepted = ({ status }: PostResponse): boolean => status >= 200 && status < 300;

/** True for a 4xx. */
export const isRefused = ({ status }: PostResponse): boolean => status >= 400 && status < 500;

/** A response in a few words. */
export function describe({ status, problem, signs = {} }: PostResponse): string {
  if (status === 0) return `no response (${problem ?? "unknown"})`;
  const { redirect, isPage } = signs;
  if (redirect !== undefined) return `${status} to ${redirect}`;
  return isPage === true ? `${status} with an HTML page` : String(status);
}

/** One request of a check, and its response. */
export type Probe = readonly [name: string, response: PostResponse];
export type Probes = readonly Probe[];

/** Passes if every response is as expected. Otherwise returns the worst verdict, and the responses that were not. */
export function evaluate(
  probes: Probes,
  isRight: (response: PostResponse) => boolean,
  verdictOfWrong: (response: PostResponse) => Verdict = () => "failed",
): Observation {
  const responses = probes.map(([, response]) => response);
  const wrong = probes.filter(([, response]) => !isRight(response));
  if (wrong.length === 0) return { verdict: "passed", observed: summarize(probes), responses };
  const verdicts = wrong.map(([, response]) => verdictOfWrong(response));
  return {
    verdict: verdicts.includes("failed") ? "failed" : (verdicts[0] ?? "failed"),
    observed: wrong.map(([name, response]) => `${name}: ${describe(response)}`).join("; "),
    responses,
  };
}

/** The statuses and their counts, such as `401 (4 times)`. */
function summarize(probes: Probes): string {
  const counts = new Map<string, number>();
  for (const [, response] of probes) {
    const text = describe(response);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`))
    .join(", ");
}
