/** The ledger where it is a table: append-only, and without a constraint that could hide a second booking. */
export const createLedgerTable = `BEGIN;
SELECT pg_advisory_xact_lock(4711);
CREATE TABLE IF NOT EXISTS ledger (position bigserial, key text, transaction_key text, rank int);
COMMIT`;

export const selectLedger = `SELECT key, transaction_key AS "transactionKey", rank FROM ledger ORDER BY position`;

/** Books through the transaction that the inbox' record commits in. */
export async function insertEntry({ key, transactionKey, rank }, tx) {
  const insert = "INSERT INTO ledger (key, transaction_key, rank) VALUES ($1, $2, $3)";
  await tx.query(insert, [key, transactionKey, rank ?? null]);
  return true;
}
