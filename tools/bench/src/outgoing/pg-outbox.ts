import { createOutbox, Numipay } from "@numipay/core";
import { pgInbox, pgJournal } from "@numipay/sql/pg";
import pg, { type ClientBase, type PoolConfig } from "pg";
import { countRoundTrips } from "./count-round-trips.js";
import type { OutboxDatabase } from "./outbox-database.js";
import { notCalled } from "./not-called.js";

/** Opens pg with an outbox. */
export async function openPg(
  address: PoolConfig,
  schema: string,
  connections: number,
): Promise<OutboxDatabase<ClientBase>> {
  const pool = new pg.Pool({ ...address, max: connections, idleTimeoutMillis: 0 });
  const readRoundTrips = countRoundTrips(pool);
  const journal = pgJournal({ pool, schema });
  const numipay = new Numipay({ ...notCalled, journal });
  return {
    name: "pg",
    outbox: createOutbox({ numipay, journal, inbox: pgInbox({ pool, schema }) }),
    async transact(work) {
      const client = await pool.connect();
      let isDone = false;
      try {
        await client.query("BEGIN");
        await work(client);
        await client.query("COMMIT");
        isDone = true;
      } finally {
        // After a failure the connection is closed, which rolls its transaction back.
        client.release(!isDone);
      }
    },
    debit: (tx, id) => tx.query(`INSERT INTO ${schema}.effects (name) VALUES ($1)`, [id]),
    run: (tx, statement, values) => tx.query(statement, [...values]),
    readRoundTrips,
    close: () => pool.end(),
  };
}
