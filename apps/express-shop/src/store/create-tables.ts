// Creates the shop's tables at startup. Use your migration tool instead in production.
import type { Database } from "./database.js";

/** Sent as one text, the statements are one transaction. The lock lets several processes start at once. */
const statements = `
SELECT pg_advisory_xact_lock(hashtextextended('express-shop tables', 0));
CREATE TABLE IF NOT EXISTS shop_orders (
  id text PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL CHECK (kind IN ('order', 'top-up', 'withdrawal')),
  customer text NOT NULL,
  lines jsonb NOT NULL DEFAULT '[]',
  cents bigint NOT NULL CHECK (cents > 0),
  currency text NOT NULL,
  state text NOT NULL DEFAULT 'opening',
  finalized_by text,
  next text,
  last_known_status text,
  transaction_id text,
  cashier_url text
);
CREATE TABLE IF NOT EXISTS shop_ledger (
  key text PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY,
  from_account text NOT NULL,
  to_account text NOT NULL,
  cents bigint NOT NULL CHECK (cents > 0),
  currency text NOT NULL,
  tracking_id text NOT NULL REFERENCES shop_orders (id),
  transaction_id text
);
CREATE TABLE IF NOT EXISTS shop_flags (
  key text PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY,
  tracking_id text NOT NULL,
  transaction_id text NOT NULL,
  reason text NOT NULL
);`;

export async function createTables(database: Database): Promise<void> {
  await database.run(statements);
}
