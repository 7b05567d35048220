import type { Pool, PoolClient } from "pg";
import type { Inbox } from "@numipay/core";

/**
 * A negative control: the inbox that a team would write in an afternoon. It holds a transaction from claim to record, as
 * the published one does, and hands the client itself to the handler; it commits whatever transaction is open then.
 *
 * @param options `ignoresCommit`: what the database answers to COMMIT
 * is not looked at
 */
export function naiveInbox({
  pool,
  ignoresCommit = false,
}: {
  pool: Pool;
  ignoresCommit?: boolean;
}): Inbox<PoolClient> & { migrate(): Promise<void> } {
  let fencingToken = 0;

  async function claimIn(client, { transactionKey, status, rank }) {
    await client.query("BEGIN");
    const lock = "SELECT pg_try_advisory_xact_lock(hashtext($1)) AS is_free";
    const [{ is_free: isFree }] = (await client.query(lock, [transactionKey])).rows;
    const read = "SELECT status, rank FROM handled WHERE transaction_key = $1";
    const { rows } = await client.query(read, [transactionKey]);
    if (rows.some((row) => row.status === status)) return "duplicate";
    if (rank === 0 && rows.some((row) => row.rank === 1)) return "stale";
    return isFree ? "new" : "in-progress";
  }

  async function end(client, text) {
    try {
      await client.query(text);
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

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
        const state = await claimIn(client, change);
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
      await end(tx, "COMMIT").catch((error) => {
        if (!ignoresCommit) throw error;
      });
      return true;
    },
    release: (_change, { tx }) => end(tx, "ROLLBACK"),
  };
}
