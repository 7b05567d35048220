import { formatRatio, markdownTable, median, summarizeRatios } from "measure";
import type { Section } from "../section.js";
import type { QueueRound, QueueTimes } from "./time-queues.js";

const parts: Record<keyof QueueRound, string> = {
  transaction: "transaction",
  queueing: "insert alone",
};

/** One row for the transaction and one for the insert alone, per library and concurrency. */
export function toQueueTable(times: readonly QueueTimes[]): Pick<Section, "table" | "values"> {
  const values: Record<string, number> = {};
  const rows: string[][] = [];
  for (const part of ["transaction", "queueing"] as const) {
    for (const { library, concurrency, roundTrips, ours, theirs } of times) {
      const label = `${parts[part]}, ${library}, ${concurrency} at a time`;
      const took = [ours, theirs].map((rounds) => rounds.map((round) => round[part]));
      const [own = [], other = []] = took;
      const ratio = summarizeRatios(own, other);
      values[`outgoing: enqueue, ${label} / hand-written`] = ratio.median;
      rows.push([
        label,
        formatRatio(ratio),
        ...took.map((list) => median(list).toFixed(0)),
        ...(part === "transaction" ? roundTrips.map(String) : ["1", "1"]),
      ]);
    }
  }
  const head = [
    "",
    "time / hand-written",
    "µs, enqueue",
    "µs, hand-written",
    "round trips, enqueue",
    "round trips, hand-written",
  ];
  return { table: markdownTable(head, rows), values };
}
