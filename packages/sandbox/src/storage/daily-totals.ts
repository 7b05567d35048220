import { toThousandths } from "../gateway/decimal.js";
import type { Mode, Status, TransactionRecord, Type } from "../gateway/transaction-record.js";
import { integer, text, type Row, type Sql, type Value } from "./sql.js";

/** The totals of one day's transactions that are equal in all other fields. */
export interface DailyTotal {
  /** The UTC day on which they were opened, YYYY-MM-DD. */
  readonly day: string;
  readonly mode: Mode;
  readonly currency: string;
  readonly type: Type;
  /** Null if the customer has not chosen one. */
  readonly providerId: string | null;
  readonly status: Status;
  readonly count: number;
  /** In thousandths of the currency. */
  readonly amountMinor: number;
  /** The total milliseconds from opening to the final status. 0 while pending. */
  readonly finalMs: number;
}

/** Selects totals by account and days (YYYY-MM-DD, inclusive). */
export interface DailyTotalsQuery {
  readonly accountId: string;
  readonly mode?: Mode | undefined;
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
}

/** The source of charts, so that they never count transactions. */
export interface DailyTotalsStore {
  /** Adds a new transaction. */
  add(record: TransactionRecord): void;
  /** Moves a transaction to its new totals. */
  move(before: TransactionRecord, after: TransactionRecord): void;
  /** Oldest day first. */
  list(query: DailyTotalsQuery): DailyTotal[];
  /** All currencies of an account, in alphabetical order. */
  currencies(accountId: string): string[];
}

/** Opens the table. Write it in the same database transaction as the record, so that the totals stay correct. */
export function createDailyTotalsStore(sql: Sql): DailyTotalsStore {
  const count = (record: TransactionRecord, sign: 1 | -1): void => {
    const key: Value[] = [
      record.accountId,
      record.mode,
      toDay(record.createdAt),
      record.currency,
      record.type,
      record.providerId ?? "",
      record.status,
    ];
    const finalMs = record.status === "pending" ? 0 : record.updatedAt - record.createdAt;
    sql.run(
      `INSERT INTO daily_totals (account_id, mode, day, currency, type, provider_id, status, count, amount_minor, final_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count, amount_minor = amount_minor + excluded.amount_minor,
         final_ms = final_ms + excluded.final_ms`,
      [...key, sign, sign * toThousandths(record.amount), sign * finalMs],
    );
    if (sign === 1) return;
    // An empty row would add a day without transactions to charts.
    sql.run(
      `DELETE FROM daily_totals WHERE account_id = ? AND mode = ? AND day = ? AND currency = ? AND type = ?
         AND provider_id = ? AND status = ? AND count = 0`,
      key,
    );
  };
  return {
    add: (record) => count(record, 1),
    move(before, after) {
      if (before.status === after.status && before.providerId === after.providerId) return;
      count(before, -1);
      count(after, 1);
    },
    list({ accountId, mode, fromDay = "", toDay: last = "9999-12-31" }) {
      const modes: readonly Mode[] = mode === undefined ? ["live", "test"] : [mode];
      return sql
        .all(
          `SELECT * FROM daily_totals WHERE account_id = ? AND mode IN (${modes.map(() => "?").join(", ")})
             AND day BETWEEN ? AND ? ORDER BY day, mode, currency, type, provider_id, status`,
          [accountId, ...modes, fromDay, last],
        )
        .map(toDailyTotal);
    },
    currencies: (accountId) =>
      sql
        .all("SELECT DISTINCT currency FROM daily_totals WHERE account_id = ? ORDER BY currency", [
          accountId,
        ])
        .map((row) => text(row, "currency")),
  };
}

/** The UTC day of an instant, YYYY-MM-DD. */
function toDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The casts are safe because the columns are only written from a TransactionRecord. */
function toDailyTotal(row: Row): DailyTotal {
  const providerId = text(row, "provider_id");
  return {
    day: text(row, "day"),
    mode: text(row, "mode") as Mode,
    currency: text(row, "currency"),
    type: text(row, "type"),
    providerId: providerId === "" ? null : providerId,
    status: text(row, "status"),
    count: integer(row, "count"),
    amountMinor: integer(row, "amount_minor"),
    finalMs: integer(row, "final_ms"),
  };
}
