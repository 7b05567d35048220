import type { Discrepancy, LedgerRow } from "@numipay/sandbox";

interface Finding {
  readonly kind: Discrepancy["kind"];
  readonly expected?: string;
  readonly text: string;
}

/** Creates the finding of an entry without a listed transaction. */
export function toFinding(row: LedgerRow, finding: Finding): Discrepancy {
  const { tracking_id, transaction_id, amount, currency } = row;
  // Quoted if it has surrounding whitespace, which would be invisible.
  const id = tracking_id === tracking_id.trim() ? tracking_id : JSON.stringify(tracking_id);
  return {
    kind: finding.kind,
    tracking_id,
    transaction_id: transaction_id ?? null,
    expected: finding.expected ?? null,
    found: `${amount} ${currency}`,
    message: `${id} ${finding.text}`,
  };
}

/** True for an entry that is a credit. */
export function isMoney({ status }: LedgerRow): boolean {
  return status === undefined || status === "successful";
}
