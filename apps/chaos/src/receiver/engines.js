import { memoryInbox } from "@numipay/core";
import { postgresInbox } from "@numipay/postgres";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import pg from "pg";
import { call } from "./call.js";
import { createLedgerTable, insertEntry, selectLedger } from "./ledger-table.js";
import { openQueue } from "./open-queue.js";

/**
 * One engine a mode: an inbox, the effect that its documentation asks for, and how the process lets go of it. An effect
 * appends to the ledger; it returns false where its holder is from the past.
 *
 * @typedef {{ inbox: any, effect: (entry: any, tx: any) => Promise<boolean>, read?: () => Promise<object[]>,
 *   worker?: import("./open-queue.js").QueueWorker, close?: () => Promise<void> }} Engine
 * @type {Record<string, (settings: any) => Promise<Engine>>}
 */
export const engines = {
  memory: async ({ ledgerUrl, effect }) => ({
    inbox: memoryInbox(),
    effect: outside(ledgerUrl, effect),
  }),

  /** The port's own rules behind a network, with leases: what any leased engine amounts to. */
  leased: async ({ ledgerUrl, effect }) => ({
    inbox: {
      claim: (change) => call(ledgerUrl, "claim", { change: toPlain(change) }),
      complete: (change, lease) => call(ledgerUrl, "complete", { change: toPlain(change), lease }),
      release: (change, lease) => call(ledgerUrl, "release", { change: toPlain(change), lease }),
    },
    effect: outside(ledgerUrl, effect),
  }),

  redis: async (settings) => {
    const { inbox, client } = openRedis(settings);
    return {
      inbox,
      effect: outside(settings.ledgerUrl, settings.effect),
      close: async () => client.disconnect(),
    };
  },

  /** Webhook and worker in each process; the worker applies by the inbox on Redis. */
  bullmq: async (settings) => {
    const { inbox, client } = openRedis(settings);
    const queue = openQueue({ storePort: settings.storePort, inbox, lockMs: settings.leaseMs * 3 });
    return {
      inbox: queue.inbox,
      worker: queue.worker,
      effect: outside(settings.ledgerUrl, settings.effect),
      async close() {
        await queue.close();
        client.disconnect();
      },
    };
  },

  postgres: async ({ storePort, leaseMs }) => {
    const pool = new pg.Pool({ host: "127.0.0.1", port: storePort, user: "postgres", max: 10 });
    const query = (text) => pool.query(text);
    // What a connection says that nobody uses, while the store is down.
    pool.on("error", () => undefined);
    const inbox = postgresInbox({ pool, idleTimeoutMs: leaseMs });
    await inbox.migrate();
    await query(createLedgerTable);
    return {
      inbox,
      effect: (entry, tx) => insertEntry(entry, tx),
      read: async () => (await query(selectLedger)).rows,
      close: () => pool.end(),
    };
  },
};

/** An effect in another system: it cannot commit together with the record. */
function outside(ledgerUrl, name) {
  return async (entry) => {
    const answer = /** @type {{ taken: boolean }} */ (await call(ledgerUrl, name, { entry }));
    return answer.taken;
  };
}

/** `content` is read from the change on demand and would not be copied. */
function toPlain({ key, transactionKey, status, rank, content }) {
  return { key, transactionKey, status, rank, content };
}

function openRedis({ storePort, leaseMs }) {
  const client = new Redis({ port: storePort, maxRetriesPerRequest: 1, retryStrategy: () => 50 });
  // While the store is down the client says so again and again; each delivery is told as well.
  client.on("error", () => undefined);
  const quiet = { timeoutMs: 2000, onWarning: () => undefined };
  return { client, inbox: redisInbox({ client, leaseMs, ...quiet }) };
}
