import type { Discrepancy, LedgerRow } from "@numipay/sandbox";

interface Finding {
  readonly kind: Discrepancy["kind"];
  readonly expected?: string;
  readonly says: string;
}

/** A finding about an entry of the ledger that no listed transaction belongs to. */
export function findingOf(row: LedgerRow, finding: Finding): Discrepancy {
  const { tracking_id, transaction_id, amount, currency } = row;
  // In quotation marks where the eye would miss a part of it.
  const id = tracking_id === tracking_id.trim() ? tracking_id : JSON.stringify(tracking_id);
  return {
    kind: finding.kind,
    tracking_id,
    transaction_id: transaction_id ?? null,
    expected: finding.expected ?? null,
    found: `${amount} ${currency}`,
    message: `${id} ${finding.says}`,
  };
}

/** True for an entry that says that money moved. */
export function isMoney({ status }: LedgerRow): boolean {
  return status === undefined || status === "successful";
}
