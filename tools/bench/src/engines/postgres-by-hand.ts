// @ts-check
import type { Change } from "@numipay/core";
import type { Pool, PoolClient, QueryResult } from "pg";
import type { Contestant } from "./apply-through-inbox.js";
import { createHash } from "node:crypto";

export type Tx = PoolClient;

export interface Recorded {
  status: string;
  content_digest: Buffer;
  is_final: boolean;
}

/**
 * The inbox as a careful person writes it with `pg`: one statement after the other, values as parameters.
 *
 * @param prefix of the tables, with their schema
 */
export function postgresByHand(pool: Pool, prefix: string): Contestant<Tx> {
  return {
    name: "SQL by hand",
    apply: (change, effect) =>
      inConnection(pool, async (client) => {
        const { transactionKey, status, rank, content } = change;
        await client.query("BEGIN");
        const { rows: locks } = await client.query(
          "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS is_locked, set_config('lock_timeout', '5000', true), set_config('idle_in_transaction_session_timeout', '60000', true)",
          [transactionKey],
        );
        const { rows: records } = await client.query(
          `SELECT status, content_digest, is_final FROM ${prefix}changes WHERE transaction_key = $1`,
          [transactionKey],
        );
        const digest = toDigest(content);
        const refused = findRefusal(change, digest, records, locks[0].is_locked);
        if (refused !== undefined) {
          await client.query("ROLLBACK");
          return refused;
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
 * The same in as few round trips as ours: several statements in one, their values written into the text.
 *
 * @param prefix of the tables, with their schema
 */
export function postgresInFewTrips(pool: Pool, prefix: string): Contestant<Tx> {
  return {
    name: "SQL in few round trips",
    apply: (change, effect) =>
      inConnection(pool, async (client) => {
        const key = client.escapeLiteral(change.transactionKey);
        const results = await client.query(
          `BEGIN; SET LOCAL lock_timeout = 5000; SET LOCAL idle_in_transaction_session_timeout = 60000;
SELECT pg_try_advisory_xact_lock(hashtextextended(${key}, 0)) AS is_locked;
SELECT status, content_digest, is_final FROM ${prefix}changes WHERE transaction_key = ${key}`,
        );
        // An array for several statements, which the types do not know.
        const [, , , locks, records] = results as unknown as QueryResult[];
        const digest = toDigest(change.content);
        const refused = findRefusal(
          change,
          digest,
          records?.rows ?? [],
          locks?.rows[0].is_locked === true,
        );
        if (refused !== undefined) {
          await client.query("ROLLBACK");
          return refused;
        }
        await effect(client);
        await client.query(
          `INSERT INTO ${prefix}changes (transaction_key, status, is_final, fence, content_digest, content) VALUES (${key}, ${client.escapeLiteral(change.status)}, ${change.rank === 1}, nextval('${prefix}fence'), '\\x${digest.toString("hex")}', ${client.escapeLiteral(change.content)}); COMMIT`,
        );
        return "processed";
      }),
  };
}

async function inConnection(pool: Pool, work: (client: Tx) => Promise<string>) {
  const client = await pool.connect();
  let isDone = false;
  try {
    const said = await work(client);
    isDone = true;
    return said;
  } finally {
    // Closed where something failed: its transaction ends without effect.
    client.release(!isDone);
  }
}

/**
 * Why a change is not to be applied; undefined where it is.
 *
 * @param digest of its content
 */
function findRefusal(
  change: Change,
  digest: Buffer,
  records: readonly Recorded[],
  isLocked: boolean,
) {
  const known = records.find(({ status }) => status === change.status);
  if (known !== undefined) return known.content_digest.equals(digest) ? "duplicate" : "conflict";
  if (!isLocked) return "in-progress";
  return change.rank === 0 && records.some(({ is_final }) => is_final) ? "stale" : undefined;
}

function toDigest(content: string) {
  return createHash("sha256").update(content).digest();
}
