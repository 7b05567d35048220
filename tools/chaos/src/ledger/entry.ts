import type { NumipayEvent, StatusRank } from "@numipay/core";

/** One row of the ledger: the effect of one change. */
export interface Entry {
  /** The idempotency key of the change. */
  key: string;
  transactionKey: string;
  rank: StatusRank;
  fencingToken: number;
  event: NumipayEvent;
}

/** What the ledger contains, and how many times a handler reached its effect. */
export interface LedgerSnapshot {
  entries: Entry[];
  runs: number;
}

/** Whether the ledger accepted an entry. It rejects one with an outdated fencing token. */
export interface AppendResult {
  accepted: boolean;
}
