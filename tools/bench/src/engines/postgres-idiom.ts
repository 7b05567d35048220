import type { Pool, PoolClient } from "pg";
import type { ChangeResult, Contestant } from "./contestant.js";

/** Creates the table in which the idiom records events. */
export async function createEventsTable(pool: Pool, schema: string): Promise<void> {
  await pool.query(
    `CREATE TABLE ${schema}.events (event_key text PRIMARY KEY, received_at timestamptz NOT NULL DEFAULT now())`,
  );
}

/**
 * What most code without a library does, one statement after the other: the insert of the event decides whether the effect runs,
 * and both commit together.
 *
 * @returns false if the event was recorded before
 */
export async function applyByIdiom(
  pool: Pool,
  schema: string,
  { key, effect }: { key: string; effect: (client: PoolClient) => Promise<unknown> },
): Promise<boolean> {
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query("BEGIN");
    const { rowCount } = await client.query(
      `INSERT INTO ${schema}.events (event_key) VALUES ($1) ON CONFLICT DO NOTHING RETURNING event_key`,
      [key],
    );
    const isNew = rowCount === 1;
    if (isNew) await effect(client);
    await client.query(isNew ? "COMMIT" : "ROLLBACK");
    isDone = true;
    return isNew;
  } finally {
    // After a failure the connection is closed, which rolls its transaction back.
    client.release(!isDone);
  }
}

/** The idiom as a contestant. */
export function postgresIdiom(pool: Pool, schema: string): Contestant<PoolClient> {
  return {
    name: "idiom",
    async apply({ key }, effect): Promise<ChangeResult> {
      return (await applyByIdiom(pool, schema, { key, effect })) ? "processed" : "duplicate";
    },
  };
}
