// Converts PostgreSQL records. `pg` returns bigint columns as strings.
import type { LastKnownStatus } from "@numipay/core";
import type { Entry } from "./ledger.js";
import type { Order, OrderLine, OrderState, Withdrawal, WithdrawalState } from "./store.js";

/** A row of shop_orders. */
export interface OrderRecord {
  id: string;
  kind: "order" | "top-up" | "withdrawal";
  customer: string;
  lines: OrderLine[];
  cents: string;
  currency: string;
  state: OrderState | WithdrawalState;
  finalized_by: string | null;
  next: string | null;
  last_known_status: LastKnownStatus["state"] | null;
  transaction_id: string | null;
  cashier_url: string | null;
}

/** A row of shop_ledger. */
export interface EntryRecord {
  key: string;
  from_account: string;
  to_account: string;
  cents: string;
  currency: string;
  tracking_id: string;
  transaction_id: string | null;
}

export function toOrder(record: OrderRecord): Order {
  const { id, kind, customer, lines, cents, currency, state, next } = record;
  return {
    id,
    kind: kind as Order["kind"],
    customer,
    lines,
    cents: Number(cents),
    currency,
    state: state as OrderState,
    ...(next !== null && { next }),
    ...optionalFields(record),
  };
}

export function toWithdrawal(record: OrderRecord): Withdrawal {
  const { id, customer, cents, currency, state } = record;
  const { transaction_id: transactionId, cashier_url: cashierUrl } = record;
  return {
    id,
    kind: "withdrawal",
    customer,
    cents: Number(cents),
    currency,
    state: state as WithdrawalState,
    ...(transactionId !== null && { transactionId }),
    ...(cashierUrl !== null && { cashierUrl }),
    ...optionalFields(record),
  };
}

export function toEntry(record: EntryRecord): Entry {
  return {
    key: record.key,
    from: record.from_account,
    to: record.to_account,
    cents: Number(record.cents),
    currency: record.currency,
    trackingId: record.tracking_id,
    transactionId: record.transaction_id ?? undefined,
  };
}

function optionalFields({
  finalized_by: finalizedBy,
  last_known_status: lastKnownStatus,
}: OrderRecord): Pick<Order, "finalizedBy" | "lastKnownStatus"> {
  return {
    ...(finalizedBy !== null && { finalizedBy }),
    ...(lastKnownStatus !== null && { lastKnownStatus }),
  };
}
