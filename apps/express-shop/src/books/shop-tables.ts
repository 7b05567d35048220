// @ts-check
// The shop's tables. A shop of your own has its migrations; these run at the start, in as many processes as there are.
import type { Pool } from "pg";

/** As one text it is one transaction, and the lock lets one process in at a time. */
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
  settled_by text,
  next text,
  finding text,
  transaction_id text
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
  why text NOT NULL
);`;

export async function makeTables(pool: Pool) {
  await pool.query(statements);
}
