import type { Transaction } from "@numipay/core/protocol";
import { isDecimal } from "./decimal.js";

/** One line of a merchant's ledger. */
export interface LedgerRow {
  readonly tracking_id: string;
  /** The gateway's id, if the ledger has it: it names the transaction more surely than the tracking id. */
  readonly transaction_id?: string | undefined;
  /** `deposit` or `withdrawal`, if the ledger has it. */
  readonly type?: string | undefined;
  /** A decimal number as text; "5" equals "5.00". */
  readonly amount: string;
  readonly currency: string;
  /**
   * Left out, or `successful`: booked as money. A line of another status of the gateway is a note: it holds no money, and
   * is compared all the same. Other words, such as `Completed`, are refused.
   */
  readonly status?: string | undefined;
}

/** True for a line that says that money moved. */
export function isMoney({ status }: LedgerRow): boolean {
  return status === undefined || status === "successful";
}

/**
 * Refuses lines that cannot be compared.
 *
 * @throws TypeError naming the line and the field
 */
export function checkRows(
  rows: readonly LedgerRow[],
  transactions: readonly Transaction[],
  known: readonly string[],
): void {
  // The gateway may use statuses that are in no contract; a line may repeat those.
  const statuses = new Set<string>([...known, ...transactions.map(({ status }) => status)]);
  rows.forEach((row, index) => {
    const line = `Line ${index + 1} of the ledger`;
    if (!isText(row.tracking_id)) {
      throw new TypeError(`${line}: tracking_id must be a text that is not empty.`);
    }
    if (typeof row.amount !== "string" || !isDecimal(row.amount)) {
      throw new TypeError(`${line}: amount must be a decimal number as text, such as "200.00".`);
    }
    if (!isText(row.currency)) {
      throw new TypeError(`${line}: currency must be a text such as "EUR".`);
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
