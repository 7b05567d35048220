import type { Verdict } from "./compare-changes.js";

/** What the client reported for a payment. With `not-found`, the outcome is unknown and the gateway had no such payment. */
export type ClientOutcome = "done" | "unknown" | "not-found" | "nothing-done" | "other";

export interface ClientReport {
  tracking_id: string;
  outcome: ClientOutcome;
}

export interface ClientVerdict extends Verdict {
  /** Payments reported as not found that the gateway has. */
  notFound: number;
  /** Payments that ended with an error of unknown meaning. */
  other: number;
}

/**
 * Compares what a client reported with what the gateway received.
 *
 * @param posts how many requests for a payment arrived completely, by tracking_id
 */
export function compareClient(
  reports: readonly ClientReport[],
  posts: ReadonlyMap<string, number>,
): ClientVerdict {
  const postsOf = ({ tracking_id }: ClientReport) => posts.get(tracking_id) ?? 0;
  const count = (isWrong: (report: ClientReport) => boolean) => reports.filter(isWrong).length;
  // The merchant releases the booking although the money has moved.
  const lost = reports.filter((report) => report.outcome === "nothing-done" && postsOf(report) > 0);
  return {
    lost: lost.length,
    lostKeys: lost.map(({ tracking_id }) => tracking_id),
    doubled: reports.reduce((sum, report) => sum + Math.max(0, postsOf(report) - 1), 0),
    regressed: 0,
    phantoms: count((report) => report.outcome === "done" && postsOf(report) === 0),
    notFound: count((report) => report.outcome === "not-found" && postsOf(report) > 0),
    other: count(({ outcome }) => outcome === "other"),
  };
}
