import type { Change, Claim, Inbox } from "@numipay/core";
import type { Pool, PoolClient } from "pg";

export interface NaiveInboxOptions {
  pool: Pool;
  /** Ignores an error that the database returns for COMMIT. */
  ignoresCommit: boolean;
}

/**
 * A negative control: a typical hand-written inbox. Like the published one, it holds a transaction from claim to record.
 * Unlike it, it passes the client itself to the handler and commits whatever transaction is then open.
 */
export function naiveInbox({
  pool,
  ignoresCommit,
}: NaiveInboxOptions): Inbox<PoolClient> & { migrate(): Promise<void> } {
  let fencingToken = 0;

  return {
    async migrate() {
      await pool.query(`BEGIN;
SELECT pg_advisory_xact_lock(4712);
CREATE TABLE IF NOT EXISTS handled (transaction_key text, status text, rank int);
COMMIT`);
    },
    async claim(change) {
      const client = await pool.connect();
      try {
        const state = await readState(client, change);
        if (state === "new") {
          fencingToken += 1;
          return { state, lease: { fencingToken, contradicts: undefined, tx: client } };
        }
        await end(client, "ROLLBACK");
        return { state };
      } catch (error) {
        client.release(true);
        throw error;
      }
    },
    async complete({ transactionKey, status, rank }, { tx }) {
      const insert = "INSERT INTO handled VALUES ($1, $2, $3)";
      try {
        await tx.query(insert, [transactionKey, status, rank ?? null]);
      } catch (error) {
        tx.release(true);
        throw error;
      }
      await end(tx, "COMMIT").catch((error: unknown) => {
        if (!ignoresCommit) throw error;
      });
      return true;
    },
    release: (_change, { tx }) => end(tx, "ROLLBACK"),
  };
}

interface LockRow {
  is_free: boolean;
}

interface HandledRow {
  status: string;
  rank: number | null;
}

async function readState(
  client: PoolClient,
  { transactionKey, status, rank }: Change,
): Promise<Claim<PoolClient>["state"]> {
  await client.query("BEGIN");
  const lock = "SELECT pg_try_advisory_xact_lock(hashtext($1)) AS is_free";
  const locks = await client.query<LockRow>(lock, [transactionKey]);
  const read = "SELECT status, rank FROM handled WHERE transaction_key = $1";
  const { rows } = await client.query<HandledRow>(read, [transactionKey]);
  if (rows.some((row) => row.status === status)) return "duplicate";
  if (rank === 0 && rows.some((row) => row.rank === 1)) return "stale";
  return locks.rows[0]?.is_free === true ? "new" : "in-progress";
}

async function end(client: PoolClient, text: "COMMIT" | "ROLLBACK") {
  try {
    await client.query(text);
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}
