import { memoryInbox } from "@numipay/core";
import { call } from "../ledger/call.js";
import type { AppendResult, Entry } from "../ledger/entry.js";
import { type Engine, requireSetting } from "./engine.js";
import { handlerFaults } from "./handler-faults.js";
import { leasedInbox } from "./leased-inbox.js";
import { openNaiveMysql, openPublishedMysql } from "./open-mysql.js";
import { openDrizzle, openPrisma, openTypeorm } from "./open-orms.js";
import { openPglite } from "./open-pglite.js";
import { openNaivePostgres, openPublishedPostgres } from "./open-postgres.js";
import { openNaiveSqlite, openPublishedSqlite } from "./open-sqlite.js";
import { injectWith } from "./inject-with.js";
import type { EngineName, ReceiverSettings } from "./settings.js";

type OpenEngine = (settings: ReceiverSettings) => Promise<Engine>;

// Each function imports its own database library: a run starts a thousand receivers.
export const engines: Record<EngineName, OpenEngine> = {
  memory: async (settings) => ({ inbox: memoryInbox(), ...externalEffect(settings) }),

  leased: async (settings) => ({ inbox: leasedInbox(settings), ...externalEffect(settings) }),

  redis: openRedis,

  postgres: openPublishedPostgres,
  naivePostgres: openNaivePostgres,
  pglite: openPglite,
  mysql: openPublishedMysql,
  naiveMysql: openNaiveMysql,
  sqlite: openPublishedSqlite,
  naiveSqlite: openNaiveSqlite,
  drizzle: openDrizzle,
  prisma: openPrisma,
  typeorm: openTypeorm,

  /** Webhook and worker in the same process. The worker applies events through the inbox on Redis. */
  bullmq: async (settings) => await withQueue(await openRedis(settings), settings),

  /** The same, with the inbox in PostgreSQL. */
  bullmqPostgres: async (settings) =>
    await withQueue(await openPublishedPostgres(settings), settings),
};

/** An effect in another system, which cannot commit together with the record. */
function externalEffect({
  ledgerUrl,
  effect,
}: ReceiverSettings): Pick<Engine<undefined>, "effect" | "injectFault"> {
  const how = requireSetting(effect, "effect");
  const append = async (entry: Entry): Promise<boolean> => {
    const { accepted } = (await call(ledgerUrl, how, { entry })) as AppendResult;
    return accepted;
  };
  return { effect: append, injectFault: injectWith({ faults: handlerFaults.external, append }) };
}

async function openRedis(settings: ReceiverSettings): Promise<Engine<undefined>> {
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
    ...externalEffect(settings),
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
