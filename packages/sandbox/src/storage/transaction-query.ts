import type { Mode, Status, Type } from "../gateway/transaction-record.js";

/** What the portal asks for. What is left out holds for any. */
export interface TransactionQuery {
  readonly accountId: string;
  readonly mode?: Mode | undefined;
  readonly status?: Status | undefined;
  readonly type?: Type | undefined;
  /** Null: those whose customer has not chosen one. */
  readonly providerId?: string | null | undefined;
  readonly currency?: string | undefined;
  /** Decimal numbers as text; both ends are included. */
  readonly fromAmount?: string | undefined;
  readonly toAmount?: string | undefined;
  /** UTC days, YYYY-MM-DD; both ends are included. */
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
  /** A whole transaction id or tracking id, or the beginning of one of them or of a user id. */
  readonly text?: string | undefined;
  /** Only what is older than the transaction of this number: the `next` of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}
