// @ts-check
import type { RunOptions, Section } from "../main.js";
import type { Change } from "@numipay/core";
import type { PoolClient } from "pg";
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
 */
export async function measurePostgres({
  rounds = defaultRounds,
  changesARound = defaultChanges,
  random,
}: RunOptions & { changesARound?: number }): Promise<Section> {
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

  async function openInbox(tablePrefix: string) {
    const made = postgresInbox({ pool, schema, tablePrefix });
    await made.migrate();
    return made;
  }

  function effect(change: Change, tx: PoolClient) {
    return tx.query(`INSERT INTO ${schema}.ledger (idempotency_key, amount) VALUES ($1, $2)`, [
      change.key,
      "200.00",
    ]);
  }

  /** Each new change was booked, and no duplicate was. */
  async function requireEffects(due: number) {
    const { rows } = await pool.query(
      `SELECT count(*)::int AS booked, count(DISTINCT idempotency_key)::int AS changes FROM ${schema}.ledger`,
    );
    const { booked, changes } = rows[0];
    if (booked !== due || changes !== due) {
      throw new Error(`${due} changes were due; ${changes} were booked, ${booked} times.`);
    }
  }
}

function prefixed(values: Record<string, number>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`engines: PostgreSQL, ${name}`, value]),
  );
}
