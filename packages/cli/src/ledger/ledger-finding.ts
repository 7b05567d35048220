import type { Discrepancy } from "@numipay/sandbox";

/** A discrepancy of the ledger, or of the journal: a call without a transaction, or a transaction without a call. */
export type LedgerFinding = Omit<Discrepancy, "kind"> & {
  readonly kind: Discrepancy["kind"] | "never-arrived" | "never-requested";
};
