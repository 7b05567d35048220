import type { Transaction } from "@numipay/core/protocol";
import { isDecimal } from "./decimal.js";

/** One row of a merchant's ledger. */
export interface LedgerRow {
  readonly tracking_id: string;
  /** The gateway's id, if the ledger has it. It identifies the transaction more reliably than the tracking id. */
  readonly transaction_id?: string | undefined;
  /** `deposit` or `withdrawal`, if the ledger has it. */
  readonly type?: string | undefined;
  /** A decimal number as text. "5" equals "5.00". */
  readonly amount: string;
  readonly currency: string;
  /**
   * Omitted or `successful`: booked as money. A row with another status of the gateway holds no money, but is compared too.
   * Unknown statuses such as `Completed` are rejected.
   */
  readonly status?: string | undefined;
}

/** True for a row that books money. */
export function isMoney({ status }: LedgerRow): boolean {
  return status === undefined || status === "successful";
}

/**
 * Rejects rows that cannot be compared.
 *
 * @throws TypeError that names the line and the field.
 */
export function checkRows(
  rows: readonly LedgerRow[],
  transactions: readonly Transaction[],
  known: readonly string[],
): void {
  // The gateway may use statuses outside the contract, and a row may repeat those.
  const statuses = new Set<string>([...known, ...transactions.map(({ status }) => status)]);
  rows.forEach((row, index) => {
    const line = `Line ${index + 1} of the ledger`;
    if (!isText(row.tracking_id)) {
      throw new TypeError(`${line}: tracking_id must be a non-empty string.`);
    }
    if (typeof row.amount !== "string" || !isDecimal(row.amount)) {
      throw new TypeError(`${line}: amount must be a decimal number as text, such as "200.00".`);
    }
    if (!isText(row.currency)) {
      throw new TypeError(`${line}: currency must be a string such as "EUR".`);
    }
    if (row.status !== undefined && !statuses.has(row.status)) {
      throw new TypeError(
        `${line}: status ${JSON.stringify(row.status)} is unknown. Use one of ${[...statuses].join(", ")}.`,
      );
    }
  });
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
