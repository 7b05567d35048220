import type { Entry } from "./create-bookkeeper.js";
import type { Pool, PoolClient } from "pg";
import type { Inbox } from "@numipay/core";
import type { Queryable } from "./ledger-table.js";
import type { OpenQueue } from "./open-queue.js";
import { memoryInbox } from "@numipay/core";
import { call } from "../ledger/call.js";
import { createLedgerTable, insertEntry, selectLedger } from "./ledger-table.js";
import { leasedInbox } from "./leased-inbox.js";

/** What a handler's effect writes through where it commits together with the record; undefined where it cannot. */
export type Tx = Queryable | undefined;

// One engine a mode: an inbox, the effect that its documentation asks for, and how the process lets go of it. An effect
// appends to the ledger; it returns false where its holder is from the past. Each loads its own engine alone: a receiver
// starts a thousand times in a run.
export interface Settings {
  engine: string;
  effect: string;
  ledgerUrl: string;
  leaseMs: number;
  redisPort: number;
  postgresPort: number;
  folder: string;
  passwords: string[];
  answersFirst?: boolean;
  hidesErrors?: boolean;
  neverRenews?: boolean;
  ignoresCommit?: boolean;
  isCalm?: boolean;
}

export interface Engine {
  inbox: Inbox<Tx>;
  effect: (entry: Entry, tx: Tx) => Promise<boolean>;
  read?: () => Promise<unknown>;
  queue?: OpenQueue;
  close?: () => Promise<void>;
}

export const engines: Record<string, (settings: Settings) => Promise<Engine>> = {
  memory: async ({ ledgerUrl, effect }) => ({
    inbox: memoryInbox(),
    effect: outside(ledgerUrl, effect),
  }),

  leased: async (settings) => ({
    inbox: leasedInbox(settings),
    effect: outside(settings.ledgerUrl, settings.effect),
  }),

  async redis(settings) {
    const { inbox, close } = await openRedis(settings);
    return { inbox, close, effect: outside(settings.ledgerUrl, settings.effect) };
  },

  async postgres(settings) {
    return await openPostgres(settings, toPublished);
  },

  async naivePostgres(settings) {
    return await openPostgres(settings, async ({ pool }) => {
      const { naiveInbox } = await import("./naive-inbox.js");
      return naiveInbox({ pool, ignoresCommit: settings.ignoresCommit });
    });
  },

  async pglite({ folder }) {
    const { PGlite } = await import("@electric-sql/pglite");
    const { pgliteInbox } = await import("@numipay/postgres/pglite");
    const db = await PGlite.create(folder);
    // Deliveries of a full run wait for their turn, which takes longer on a busy machine: not a fault either.
    const inbox = pgliteInbox({ db, acquireTimeoutMs: 15_000 });
    await inbox.migrate();
    await db.exec(createLedgerTable);
    return {
      inbox,
      effect: (entry, tx) => insertEntry(entry, tx),
      read: async () => (await db.query(selectLedger)).rows,
      close: () => db.close(),
    };
  },

  /** Webhook and worker in each process; the worker applies by the inbox on Redis. */
  async bullmq(settings) {
    const redis = await openRedis(settings);
    const effect = outside(settings.ledgerUrl, settings.effect);
    return await behindQueue({ ...redis, effect }, settings);
  },

  /** The same, and the worker applies by the inbox in PostgreSQL. */
  async bullmqPostgres(settings) {
    return await behindQueue(await openPostgres(settings, toPublished), settings);
  },
};

/** An effect in another system: it cannot commit together with the record. */
function outside(ledgerUrl, name) {
  return async (entry) => {
    const answer = (await call(ledgerUrl, name, { entry })) as { taken: boolean };
    return answer.taken;
  };
}

async function openPostgres<
  PostgresEngine extends Inbox<PoolClient> & { migrate(): Promise<void> },
>(
  { postgresPort, leaseMs }: Settings,
  toInbox: (given: { pool: Pool; leaseMs: number }) => Promise<PostgresEngine>,
) {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ host: "127.0.0.1", port: postgresPort, user: "postgres", max: 20 });
  // What a connection says that nobody uses, while the store is down.
  pool.on("error", () => undefined);
  const inbox = await toInbox({ pool, leaseMs });
  await inbox.migrate();
  await pool.query(createLedgerTable);
  return {
    inbox,
    effect: (entry, tx) => insertEntry(entry, tx),
    read: async () => (await pool.query(selectLedger)).rows,
    close: () => pool.end(),
  };
}

async function toPublished({ pool, leaseMs }) {
  const { postgresInbox } = await import("@numipay/postgres");
  // Long: a hundred deliveries of a full run wait for one of the pool's connections, which is not a fault.
  return postgresInbox({ pool, idleTimeoutMs: leaseMs, acquireTimeoutMs: 15_000 });
}

async function openRedis({ redisPort, leaseMs }) {
  const { Redis } = await import("ioredis");
  const { redisInbox } = await import("@numipay/redis");
  const client = new Redis({ port: redisPort, maxRetriesPerRequest: 1, retryStrategy: () => 50 });
  // While the store is down the client says so again and again; each delivery is told as well.
  client.on("error", () => undefined);
  return {
    inbox: redisInbox({ client, leaseMs, timeoutMs: 5000, onWarning: () => undefined }),
    close: async () => client.disconnect(),
  };
}

/** An engine whose inbox a worker applies by, behind a queue that the webhook fills. */
async function behindQueue(engine, { redisPort, leaseMs }) {
  const { openQueue } = await import("./open-queue.js");
  const queue = openQueue({ redisPort, lockMs: Math.round(leaseMs / 2) });
  return {
    ...engine,
    queue,
    async close() {
      await queue.close();
      await engine.close();
    },
  };
}
