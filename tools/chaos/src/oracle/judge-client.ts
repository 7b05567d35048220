/**
 * Compares what a client reported of payments with what the gateway received.
 *
 * @param reports `not-found`: the outcome is unknown, and the gateway is said not to have it
 * @param posts how many requests for a payment arrived whole, by tracking_id
 */
export function judgeClient(
  reports: {
    tracking_id: string;
    verdict: "done" | "unknown" | "not-found" | "nothing-done" | "other";
  }[],
  posts: ReadonlyMap<string, number>,
) {
  const postsOf = ({ tracking_id }) => posts.get(tracking_id) ?? 0;
  const count = (isWrong) => reports.filter(isWrong).length;
  const isSaidNotSent = (report) => report.verdict === "nothing-done" && postsOf(report) > 0;
  return {
    // The booking is released, and the money has moved.
    lost: count(isSaidNotSent),
    lostKeys: reports.filter(isSaidNotSent).map(({ tracking_id }) => tracking_id),
    doubled: reports.reduce((sum, report) => sum + Math.max(0, postsOf(report) - 1), 0),
    regressed: 0,
    phantoms: count((report) => report.verdict === "done" && postsOf(report) === 0),
    notFound: count((report) => report.verdict === "not-found" && postsOf(report) > 0),
    other: count(({ verdict }) => verdict === "other"),
  };
}
