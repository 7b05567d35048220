import type { Entry } from "../ledger/entry.js";
import { requireTx, type Tx } from "./queryable.js";

/**
 * The ledger as a table of PostgreSQL: append-only, and without a constraint that could hide a duplicate. The other tables have
 * constraints that fail at commit.
 */
export const createLedgerTable = `BEGIN;
SELECT pg_advisory_xact_lock(4711);
CREATE TABLE IF NOT EXISTS ledger (position bigserial PRIMARY KEY, key text, transaction_key text, rank int, event json);
DO $$ BEGIN
  IF to_regclass('invoices') IS NULL THEN
    CREATE TABLE customers (id text PRIMARY KEY);
    CREATE TABLE invoices (
      customer text REFERENCES customers DEFERRABLE INITIALLY DEFERRED,
      number text UNIQUE DEFERRABLE INITIALLY DEFERRED
    );
    CREATE TABLE refusals (sqlstate text);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN RAISE EXCEPTION USING ERRCODE = NEW.sqlstate, MESSAGE = ''refused at the commit''; END';
    CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON refusals DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION refuse();
  END IF;
END $$;
COMMIT`;

export const selectLedger = `SELECT key, transaction_key AS "transactionKey", rank, event FROM ledger ORDER BY position`;

/** The values of an entry's row. */
export function toRow({ key, transactionKey, rank, event }: Entry) {
  return [key, transactionKey, rank ?? null, JSON.stringify(event)] as const;
}

/** Inserts an entry through the transaction that also commits the inbox record. */
export async function insertEntry(entry: Entry, tx: Tx): Promise<true> {
  const insert = "INSERT INTO ledger (key, transaction_key, rank, event) VALUES ($1, $2, $3, $4)";
  await requireTx(tx).query(insert, [...toRow(entry)]);
  return true;
}
