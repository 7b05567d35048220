// @ts-check
import { postgresInbox } from "@numipay/postgres";
import { applyThroughInbox } from "./apply-through-inbox.js";
import { openPostgres } from "./open-postgres.js";
import { postgresByHand, postgresInFewTrips } from "./postgres-by-hand.js";
import { proveEngine } from "./prove-engine.js";
import { showChanges } from "./show-changes.js";
import { timeChanges } from "./time-changes.js";

const concurrencies = [1, 8];
const defaultRounds = 60;
const warmUpRounds = 10;
const defaultChanges = 50;

/**
 * How long the inbox in PostgreSQL takes for a change, its effect and its record, against SQL written by hand that does
 * the same on the same server in tables of the same shape.
 *
 * @param {import("../main.js").RunOptions & { changesARound?: number }} options
 * @returns {Promise<import("../main.js").Section>}
 */
export async function measurePostgres({
  rounds = defaultRounds,
  changesARound = defaultChanges,
  random,
}) {
  const title = "PostgreSQL: postgresInbox is … times as fast as";
  // One more than work at once, so that nobody waits for a connection.
  const opened = await openPostgres(Math.max(...concurrencies) + 1);
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { pool, schema, version, close } = opened;
  try {
    const inbox = await openInbox("numipay_");
    await openInbox("by_hand_");
    await openInbox("few_trips_");
    await pool.query(
      `CREATE TABLE ${schema}.ledger (id bigserial PRIMARY KEY, idempotency_key text NOT NULL, amount numeric NOT NULL)`,
    );
    const contestants = [
      applyThroughInbox("postgresInbox", inbox),
      postgresByHand(pool, `${schema}.by_hand_`),
      postgresInFewTrips(pool, `${schema}.few_trips_`),
    ];
    for (const contestant of contestants) await proveEngine(contestant);
    const timed = new Map();
    for (const concurrency of concurrencies) {
      const options = { rounds, warmUpRounds, changesARound, concurrency, random, effect };
      timed.set(concurrency, await timeChanges(contestants, options));
    }
    await requireEffects(
      concurrencies.length * contestants.length * (rounds + warmUpRounds) * changesARound,
    );
    const names = contestants.map(({ name }) => name);
    const { table, values } = showChanges(names, timed);
    return { title: `${title} (${version})`, table, values: prefixed(values) };
  } finally {
    await close();
  }

  /** @param {string} tablePrefix */
  async function openInbox(tablePrefix) {
    const made = postgresInbox({ pool, schema, tablePrefix });
    await made.migrate();
    return made;
  }

  /** @param {import("@numipay/core").Change} change @param {import("pg").PoolClient} tx */
  function effect(change, tx) {
    return tx.query(`INSERT INTO ${schema}.ledger (idempotency_key, amount) VALUES ($1, $2)`, [
      change.key,
      "200.00",
    ]);
  }

  /** Each new change was booked, and no duplicate was. @param {number} due */
  async function requireEffects(due) {
    const { rows } = await pool.query(
      `SELECT count(*)::int AS booked, count(DISTINCT idempotency_key)::int AS changes FROM ${schema}.ledger`,
    );
    const { booked, changes } = rows[0];
    if (booked !== due || changes !== due) {
      throw new Error(`${due} changes were due; ${changes} were booked, ${booked} times.`);
    }
  }
}

/** @param {Record<string, number>} values */
function prefixed(values) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`engines: PostgreSQL, ${name}`, value]),
  );
}
