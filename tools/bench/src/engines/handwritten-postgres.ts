import { createHash } from "node:crypto";
import type { Change } from "@numipay/core";
import type { Pool, PoolClient, QueryResult } from "pg";
import type { ChangeResult, Contestant } from "./contestant.js";

interface LockRow {
  is_locked: boolean;
}

interface RecordRow {
  status: string;
  content_digest: Buffer;
  is_final: boolean;
}

/**
 * The inbox as a careful engineer writes it with `pg`: one statement after the other, with parameters.
 *
 * @param prefix schema and prefix of the tables
 */
export function handwrittenPostgres(pool: Pool, prefix: string): Contestant<PoolClient> {
  return {
    name: "hand-written SQL",
    apply: (change, effect) =>
      withConnection(pool, async (client) => {
        const { transactionKey, status, rank, content } = change;
        await client.query("BEGIN");
        const { rows: locks } = await client.query<LockRow>(
          "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS is_locked, set_config('lock_timeout', '5000', true), set_config('idle_in_transaction_session_timeout', '60000', true)",
          [transactionKey],
        );
        const { rows: records } = await client.query<RecordRow>(
          `SELECT status, content_digest, is_final FROM ${prefix}changes WHERE transaction_key = $1`,
          [transactionKey],
        );
        const digest = toDigest(content);
        const rejection = findRejection(change, digest, records, locks);
        if (rejection !== undefined) {
          await client.query("ROLLBACK");
          return rejection;
        }
        await effect(client);
        await client.query(
          `INSERT INTO ${prefix}changes (transaction_key, status, is_final, fence, content_digest, content) VALUES ($1, $2, $3, nextval('${prefix}fence'), $4, $5)`,
          [transactionKey, status, rank === 1, digest, content],
        );
        await client.query("COMMIT");
        return "processed";
      }),
  };
}

/**
 * The same in as few round trips as the inbox: several statements in one query, with escaped values instead of parameters.
 *
 * @param prefix schema and prefix of the tables
 */
export function handwrittenPostgresInFewTrips(pool: Pool, prefix: string): Contestant<PoolClient> {
  return {
    name: "SQL in few round trips",
    apply: (change, effect) =>
      withConnection(pool, async (client) => {
        const key = client.escapeLiteral(change.transactionKey);
        const results = await client.query(
          `BEGIN; SET LOCAL lock_timeout = 5000; SET LOCAL idle_in_transaction_session_timeout = 60000;
SELECT pg_try_advisory_xact_lock(hashtextextended(${key}, 0)) AS is_locked;
SELECT status, content_digest, is_final FROM ${prefix}changes WHERE transaction_key = ${key}`,
        );
        // For several statements pg returns an array, which its types do not mention.
        const [, , , locks, records] = results as unknown as QueryResult[];
        const digest = toDigest(change.content);
        const rejection = findRejection(
          change,
          digest,
          (records?.rows ?? []) as RecordRow[],
          (locks?.rows ?? []) as LockRow[],
        );
        if (rejection !== undefined) {
          await client.query("ROLLBACK");
          return rejection;
        }
        await effect(client);
        await client.query(
          `INSERT INTO ${prefix}changes (transaction_key, status, is_final, fence, content_digest, content) VALUES (${key}, ${client.escapeLiteral(change.status)}, ${change.rank === 1}, nextval('${prefix}fence'), '\\x${digest.toString("hex")}', ${client.escapeLiteral(change.content)}); COMMIT`,
        );
        return "processed";
      }),
  };
}

async function withConnection(
  pool: Pool,
  work: (client: PoolClient) => Promise<ChangeResult>,
): Promise<ChangeResult> {
  const client = await pool.connect();
  let isDone = false;
  try {
    const result = await work(client);
    isDone = true;
    return result;
  } finally {
    // After a failure the connection is closed, which rolls its transaction back.
    client.release(!isDone);
  }
}

/** Returns why a change must not be applied, or undefined when it must be. */
function findRejection(
  change: Change,
  digest: Buffer,
  records: readonly RecordRow[],
  locks: readonly LockRow[],
): ChangeResult | undefined {
  const known = records.find(({ status }) => status === change.status);
  if (known !== undefined) return known.content_digest.equals(digest) ? "duplicate" : "conflict";
  if (locks[0]?.is_locked !== true) return "in-progress";
  return change.rank === 0 && records.some(({ is_final }) => is_final) ? "stale" : undefined;
}

function toDigest(content: string): Buffer {
  return createHash("sha256").update(content).digest();
}
