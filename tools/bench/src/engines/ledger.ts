// The effect of a change in the PostgreSQL part: a row in a ledger, written through the inbox's transaction.
import type { Change } from "@numipay/core";
import type { Pool } from "pg";

/** What an effect uses of a transaction. */
export interface EffectClient {
  query: (text: string, values: readonly string[]) => Promise<unknown>;
}

interface LedgerCount {
  entries: number;
  changes: number;
}

export async function createLedger(pool: Pool, schema: string): Promise<void> {
  await pool.query(
    `CREATE TABLE ${schema}.ledger (id bigserial PRIMARY KEY, idempotency_key text NOT NULL, amount numeric NOT NULL)`,
  );
}

/** Writes the effect of a change. */
export function writeToLedger(tx: EffectClient, schema: string, { key }: Change): Promise<void> {
  return writeEntry(tx, schema, key);
}

export async function writeEntry(tx: EffectClient, schema: string, key: string): Promise<void> {
  await tx.query(`INSERT INTO ${schema}.ledger (idempotency_key, amount) VALUES ($1, $2)`, [
    key,
    "200.00",
  ]);
}

/**
 * Checks that the ledger has one entry for each new change, and none for a duplicate.
 *
 * @throws Error with the number of entries
 */
export async function checkLedger(pool: Pool, schema: string, expected: number): Promise<void> {
  const { rows } = await pool.query<LedgerCount>(
    `SELECT count(*)::int AS entries, count(DISTINCT idempotency_key)::int AS changes FROM ${schema}.ledger`,
  );
  const { entries = 0, changes = 0 } = rows[0] ?? {};
  if (entries !== expected || changes !== expected) {
    throw new Error(
      `Expected ${expected} changes; the ledger has ${entries} entries of ${changes}.`,
    );
  }
}
