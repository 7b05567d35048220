/**
 * The ledger where it is a table: append-only, and without a constraint that could hide a second booking. Beside it,
 * tables whose constraints fail at the commit.
 */
export const createLedgerTable = `BEGIN;
SELECT pg_advisory_xact_lock(4711);
CREATE TABLE IF NOT EXISTS ledger (position bigserial, key text, transaction_key text, rank int, event json);
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

/** What a statement goes through: a `pg` client, or a PGlite transaction. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** Books through the transaction that the inbox' record commits in. */
export async function insertEntry({ key, transactionKey, rank, event }, tx) {
  if (tx === undefined) throw new Error("This inbox has no transaction to book through");
  const insert = "INSERT INTO ledger (key, transaction_key, rank, event) VALUES ($1, $2, $3, $4)";
  await tx.query(insert, [key, transactionKey, rank ?? null, JSON.stringify(event)]);
  return true;
}
