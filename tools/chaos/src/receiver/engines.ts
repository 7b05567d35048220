import { type Inbox, memoryInbox } from "@numipay/core";
import type { Pool } from "pg";
import { call } from "../ledger/call.js";
import type { AppendResult } from "../ledger/entry.js";
import type { Effect } from "./create-handler.js";
import { leasedInbox } from "./leased-inbox.js";
import { createLedgerTable, insertEntry, selectLedger, type Tx } from "./ledger-table.js";
import type { OpenQueue } from "./open-queue.js";
import type { EngineName, ReceiverSettings } from "./settings.js";

/** An inbox with the effect that its documentation requires. */
export interface Engine {
  inbox: Inbox<Tx>;
  effect: Effect;
  /** Reads the ledger table, if the ledger is one. */
  readLedger?: () => Promise<unknown[]>;
  queue?: OpenQueue;
  close?: () => Promise<void>;
}

type MigratableInbox = Inbox<Tx> & { migrate(): Promise<void> };

// Each function imports its own database library: a run starts a thousand receivers.
export const engines: Record<EngineName, (settings: ReceiverSettings) => Promise<Engine>> = {
  memory: async (settings) => ({ inbox: memoryInbox(), effect: externalEffect(settings) }),

  leased: async (settings) => ({
    inbox: leasedInbox(settings),
    effect: externalEffect(settings),
  }),

  redis: openRedis,

  postgres: openPublishedPostgres,

  naivePostgres: (settings) =>
    openPostgres(settings, async (pool) => {
      const { naiveInbox } = await import("./naive-inbox.js");
      return naiveInbox({ pool, ignoresCommit: settings.ignoresCommit === true });
    }),

  async pglite({ folder }) {
    const { PGlite } = await import("@electric-sql/pglite");
    const { pgliteInbox } = await import("@numipay/sql/pglite");
    const db = await PGlite.create(requireSetting(folder, "folder"));
    // In a full run, deliveries can wait long for their turn. That is not a fault.
    const inbox = pgliteInbox({ db, acquireTimeoutMs: 15_000 });
    await inbox.migrate();
    await db.exec(createLedgerTable);
    return {
      inbox,
      effect: insertEntry,
      readLedger: async () => (await db.query(selectLedger)).rows,
      close: () => db.close(),
    };
  },

  /** Webhook and worker in the same process. The worker applies events through the inbox on Redis. */
  bullmq: async (settings) => await withQueue(await openRedis(settings), settings),

  /** The same, with the inbox in PostgreSQL. */
  bullmqPostgres: async (settings) =>
    await withQueue(await openPublishedPostgres(settings), settings),
};

/** An effect in another system, which cannot commit together with the record. */
function externalEffect({ ledgerUrl, effect }: ReceiverSettings): Effect {
  const append = requireSetting(effect, "effect");
  return async (entry) => {
    const { accepted } = (await call(ledgerUrl, append, { entry })) as AppendResult;
    return accepted;
  };
}

async function openPostgres(
  { postgresPort }: ReceiverSettings,
  createInbox: (pool: Pool) => Promise<MigratableInbox>,
): Promise<Engine> {
  const { default: pg } = await import("pg");
  const port = requireSetting(postgresPort, "postgresPort");
  const pool = new pg.Pool({ host: "127.0.0.1", port, user: "postgres", max: 20 });
  // Idle connections report an error when the store goes down.
  pool.on("error", () => undefined);
  const inbox = await createInbox(pool);
  await migrateUntilDone(inbox);
  await pool.query(createLedgerTable);
  return {
    inbox,
    effect: insertEntry,
    readLedger: async () => (await pool.query(selectLedger)).rows,
    close: () => pool.end(),
  };
}

const mostMigrations = 50;

/** A fault may cut a COMMIT of the migration too. A deploy starts the migration again. */
async function migrateUntilDone(inbox: MigratableInbox): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inbox.migrate();
    } catch (error) {
      if (attempt === mostMigrations) throw error;
    }
  }
}

async function openPublishedPostgres(settings: ReceiverSettings): Promise<Engine> {
  return await openPostgres(settings, async (pool) => {
    const { pgInbox } = await import("@numipay/sql/pg");
    // In a full run, a hundred deliveries wait for a connection of the pool. That is not a fault.
    return pgInbox({ pool, idleTimeoutMs: settings.leaseMs, acquireTimeoutMs: 15_000 });
  });
}

async function openRedis(settings: ReceiverSettings): Promise<Engine> {
  const { Redis } = await import("ioredis");
  const { redisInbox } = await import("@numipay/redis");
  const port = requireSetting(settings.redisPort, "redisPort");
  const client = new Redis({ port, maxRetriesPerRequest: 1, retryStrategy: () => 50 });
  // Emitted at each failed reconnect while the store is down. Each delivery fails as well.
  client.on("error", () => undefined);
  return {
    inbox: redisInbox({
      client,
      leaseMs: settings.leaseMs,
      timeoutMs: 5000,
      onWarning: () => undefined,
    }),
    effect: externalEffect(settings),
    close: async () => client.disconnect(),
  };
}

/** Puts a queue in front of an engine: the webhook fills it, and a worker applies its events through the inbox. */
async function withQueue(
  engine: Engine,
  { redisPort, leaseMs }: ReceiverSettings,
): Promise<Engine> {
  const { openQueue } = await import("./open-queue.js");
  const queue = openQueue({
    redisPort: requireSetting(redisPort, "redisPort"),
    lockMs: Math.round(leaseMs / 2),
  });
  return {
    ...engine,
    queue,
    async close() {
      await queue.close();
      await engine.close?.();
    },
  };
}

function requireSetting<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`The receiver setting ${name} is missing.`);
  return value;
}
