// @ts-check
import { createHash } from "node:crypto";

/**
 * @typedef {import("pg").PoolClient} Tx
 * @typedef {import("@numipay/core").Change} Change
 * @typedef {{ status: string, content_digest: Buffer, is_final: boolean }} Recorded
 */

/**
 * The inbox as a careful person writes it with `pg`: one statement after the other, values as parameters.
 *
 * @param {import("pg").Pool} pool
 * @param {string} prefix of the tables, with their schema
 * @returns {import("./apply-through-inbox.js").Contestant<Tx>}
 */
export function postgresByHand(pool, prefix) {
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
 * @param {import("pg").Pool} pool
 * @param {string} prefix of the tables, with their schema
 * @returns {import("./apply-through-inbox.js").Contestant<Tx>}
 */
export function postgresInFewTrips(pool, prefix) {
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
        const [, , , locks, records] = /** @type {import("pg").QueryResult[]} */ (
          /** @type {unknown} */ (results)
        );
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

/**
 * @param {import("pg").Pool} pool
 * @param {(client: Tx) => Promise<string>} work
 */
async function inConnection(pool, work) {
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
 * @param {Change} change
 * @param {Buffer} digest of its content
 * @param {readonly Recorded[]} records
 * @param {boolean} isLocked
 */
function findRefusal(change, digest, records, isLocked) {
  const known = records.find(({ status }) => status === change.status);
  if (known !== undefined) return known.content_digest.equals(digest) ? "duplicate" : "conflict";
  if (!isLocked) return "in-progress";
  return change.rank === 0 && records.some(({ is_final }) => is_final) ? "stale" : undefined;
}

/** @param {string} content */
function toDigest(content) {
  return createHash("sha256").update(content).digest();
}
