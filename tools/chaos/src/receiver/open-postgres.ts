import type { Inbox } from "@numipay/core";
import type { Pool, PoolConfig } from "pg";
import { type Engine, requireSetting } from "./engine.js";
import { handlerFaults } from "./handler-faults.js";
import { createLedgerTable, insertEntry, selectLedger } from "./ledger-table.js";
import { migrateUntilDone } from "./migrate-until-done.js";
import { injectWith } from "./inject-with.js";
import type { Tx } from "./queryable.js";
import type { ReceiverSettings } from "./settings.js";
import type { StoreSettings } from "../stores/store.js";

type MigratableInbox = Inbox<Tx> & { migrate(): Promise<void> };

/** In a full run, a hundred deliveries wait for a connection of the pool. That is not a fault. */
export const acquireTimeoutMs = 15_000;

/** How to connect to the scenario's server. */
export function postgresConfig({ postgresPort }: StoreSettings) {
  const port = requireSetting(postgresPort, "postgresPort");
  return { host: "127.0.0.1", port, user: "postgres", max: 20 } satisfies PoolConfig;
}

/** Opens a pool whose idle connections may end when the store goes down. */
export async function openPool(settings: StoreSettings): Promise<Pool> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool(postgresConfig(settings));
  pool.on("error", () => undefined);
  return pool;
}

/** The engine of an inbox on a pool of `pg`, whose handlers get a client. */
async function openPostgres(
  settings: ReceiverSettings,
  createInbox: (pool: Pool) => Promise<MigratableInbox>,
): Promise<Engine<Tx>> {
  const pool = await openPool(settings);
  const inbox = await createInbox(pool);
  await migrateUntilDone(inbox);
  await pool.query(createLedgerTable);
  return {
    inbox,
    effect: insertEntry,
    injectFault: injectWith({ faults: handlerFaults.postgres, append: insertEntry }),
    readLedger: async () => (await pool.query(selectLedger)).rows,
    close: () => pool.end(),
  };
}

export async function openPublishedPostgres(settings: ReceiverSettings): Promise<Engine<Tx>> {
  return await openPostgres(settings, async (pool) => {
    const { pgInbox } = await import("@numipay/sql/pg");
    return pgInbox({ pool, idleTimeoutMs: settings.leaseMs, acquireTimeoutMs });
  });
}

export async function openNaivePostgres(settings: ReceiverSettings): Promise<Engine<Tx>> {
  return await openPostgres(settings, async (pool) => {
    const { naiveInbox } = await import("./naive-inbox.js");
    return naiveInbox({ pool, ignoresCommit: settings.ignoresCommit === true });
  });
}
