// The first oracle, independent of inboxes: it compares what happened at the gateways with the ledger.
import type { Entry } from "../ledger/entry.js";
import type { ExpectedChange } from "./expected-changes.js";

export interface Verdict {
  /** Changes that are missing from the ledger. */
  lost: number;
  lostKeys: string[];
  /** Entries beyond the first of a change. */
  doubled: number;
  /** Entries of a `pending` after a final status of the same transaction. */
  regressed: number;
  /** Changes in the ledger that never happened. */
  phantoms: number;
}

type ComparedChange = Pick<ExpectedChange, "key" | "transactionKey" | "rank" | "order">;
type ComparedEntry = Pick<Entry, "key" | "transactionKey" | "rank">;

/** Compares the ledger with the expected changes. The ledger has no unique constraint, so duplicates are visible. */
export function compareChanges(
  expected: readonly ComparedChange[],
  ledger: readonly ComparedEntry[],
): Verdict {
  const counts = new Map<string, number>();
  for (const { key } of ledger) counts.set(key, (counts.get(key) ?? 0) + 1);
  const known = new Set(expected.map(({ key }) => key));
  const finalSent = new Map<string, number>();
  for (const { transactionKey, rank, order } of expected) {
    if (rank !== 1 || order === undefined) continue;
    finalSent.set(transactionKey, Math.min(order.sent, finalSent.get(transactionKey) ?? Infinity));
  }
  const isRequired = ({ transactionKey, rank, order }: ComparedChange) => {
    if (rank !== 0) return true;
    // A `pending` after the final status is skipped on purpose. It is lost if it was acknowledged before any final status
    // had been sent.
    return (order?.acknowledged ?? Infinity) < (finalSent.get(transactionKey) ?? Infinity);
  };
  const lost = expected.filter((change) => !counts.has(change.key) && isRequired(change));
  return {
    lost: lost.length,
    lostKeys: lost.map(({ key }) => key),
    doubled: [...counts.values()].reduce((sum, count) => sum + count - 1, 0),
    regressed: countRegressions(ledger),
    phantoms: [...counts.keys()].filter((key) => !known.has(key)).length,
  };
}

function countRegressions(ledger: readonly ComparedEntry[]): number {
  const final = new Set<string>();
  let regressions = 0;
  for (const { transactionKey, rank } of ledger) {
    if (rank === 1) final.add(transactionKey);
    else if (rank === 0 && final.has(transactionKey)) regressions += 1;
  }
  return regressions;
}
