// The tables as Drizzle reads and writes them. open-database.ts creates them.
import { integer, pgTable, text } from "drizzle-orm/pg-core";

/** The state of a donation: `opening` -> `waiting` -> `given` -> `refunding` -> `refunded`. */
export type DonationState =
  /** The request to the gateway is in progress. */
  | "opening"
  /** The donor is at the cashier. */
  | "waiting"
  /** The gateway's response was lost and its status could not be resolved yet. */
  | "unknown"
  /** The gateway rejected the request. */
  | "refused"
  | "given"
  | "declined"
  | "expired"
  /** The money is on hold until the refund's webhook arrives. */
  | "refunding"
  | "refunded";

/** The accounts. Their balances always add up to zero. */
export type LedgerAccount = "gateway" | "donations" | "held";

export const donations = pgTable("donations", {
  /** Our tracking_id. */
  id: text().primaryKey(),
  /** Our user_id. */
  donor: text().notNull(),
  cents: integer().notNull(),
  currency: text().notNull(),
  state: text().$type<DonationState>().notNull().default("opening"),
});

export const ledger = pgTable("ledger", {
  key: text().primaryKey(),
  from: text("from_account").$type<LedgerAccount>().notNull(),
  to: text("to_account").$type<LedgerAccount>().notNull(),
  cents: integer().notNull(),
  currency: text().notNull(),
  donation: text().notNull(),
});

export const flags = pgTable("flags", {
  /** The webhook's idempotency key. */
  key: text().primaryKey(),
  tracking_id: text().notNull(),
  reason: text().notNull(),
});
