import type { Mode, Status, Type } from "../gateway/transaction-record.js";

/** The portal's query. Omitted fields match everything. */
export interface TransactionQuery {
  readonly accountId: string;
  readonly mode?: Mode | undefined;
  readonly status?: Status | undefined;
  readonly type?: Type | undefined;
  /** Null selects transactions without a provider. */
  readonly providerId?: string | null | undefined;
  readonly currency?: string | undefined;
  /** Decimal numbers as text, inclusive. */
  readonly fromAmount?: string | undefined;
  readonly toAmount?: string | undefined;
  /** UTC days, YYYY-MM-DD, inclusive. */
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
  /** A transaction id, tracking id or user id, or the beginning of one. */
  readonly text?: string | undefined;
  /** Only transactions with a lower number: the `next` of the previous page. */
  readonly before?: number | undefined;
  readonly limit: number;
}
