import type { EngineSettings } from "../receiver/settings.js";
import { startFolder } from "../stores/folder-store.js";
import { missingMariadb, startMariadb } from "../stores/mariadb-store.js";
import { missingPostgres, startPostgres } from "../stores/postgres-store.js";
import { missingRedis, type RedisOptions, startRedis } from "../stores/redis-store.js";
import { missingSqlite, startSqliteFile } from "../stores/sqlite-store.js";
import { joinStores, type Store, type StoreOptions } from "../stores/store.js";
import type { FamilyName } from "./fault-families.js";

/** What a negative control can show. */
export type ControlResult = "lost" | "doubled" | "acknowledgedWhileDown";

/** A way to run receivers, and the families of faults that it must withstand. See docs/guarantees.md for the others. */
export interface Mode {
  processes: number;
  /** Undefined for a mode without receivers. */
  settings?: EngineSettings;
  families: readonly FamilyName[];
  /** The most changes in progress at once, if the engine needs a limit of its own. */
  mostGateways?: number;
  /** The most changes to fault, if a full run needs fewer. */
  mostFaults?: number;
  /** Whether the database's time limits are whole seconds. */
  hasWholeSeconds?: boolean;
  /** Whether a delivery is acknowledged before it is applied. */
  isQueued?: boolean;
  /** Whether the ledger is a table of the store. */
  hasLedgerTable?: boolean;
  /** Whether the store is configured to lose data. The results are shown and do not count. */
  mayLose?: boolean;
  /** The settings that differ for the reconciler's process, or `none` to run without it. */
  reconciler?: "none" | Partial<EngineSettings>;
  /** Whether the client sends each failed request again. */
  retriesAnyError?: boolean;
  store?: (options?: StoreOptions) => Promise<Store>;
  /** Why the mode cannot run on this machine, or undefined. */
  missing?: () => string | undefined;
  /** For negative controls: what the run must show. One of them is enough. */
  shows?: readonly ControlResult[];
}

const deliveryFaults = ["duplicates", "reordered", "reserialized"] as const;
const processFaults = ["kill -9", "stopped past its lease", "deploys"] as const;
export const storeFaults = ["store cut off", "store killed"] as const;
/** Faults of a handler that writes through the inbox's transaction. */
const transactionFaults = ["late statement", "ends the transaction", "own transaction"] as const;

/** A handler of an ORM. Its statements are checked like those on `pg`, so it is only killed. */
const ormOnPostgres = {
  processes: 4,
  store: startPostgres,
  missing: missingPostgres,
  hasLedgerTable: true,
  mostFaults: 1000,
  families: ["kill -9"],
} as const;

export const redisWith = (settings: RedisOptions) => ({
  store: (options?: StoreOptions) => startRedis({ ...settings, ...options }),
  missing: missingRedis,
});
export const redisSettings: EngineSettings = { engine: "redis", effect: "appendOnce" };

export const modes: Record<string, Mode> = {
  // No receiver: the client sends payments.
  client: { processes: 0, families: ["socket error after sending"] },
  memory: {
    processes: 1,
    settings: { engine: "memory", effect: "appendOnce" },
    // The records are lost with the process, so no family ends it.
    families: deliveryFaults,
  },
  leased: {
    processes: 4,
    settings: { engine: "leased", effect: "appendOnce" },
    families: [...deliveryFaults, ...processFaults, "slow handler", "outage"],
  },
  postgres: {
    processes: 4,
    settings: { engine: "postgres" },
    store: startPostgres,
    missing: missingPostgres,
    hasLedgerTable: true,
    families: [
      ...deliveryFaults,
      ...processFaults,
      ...storeFaults,
      "cut during COMMIT",
      ...transactionFaults,
      "constraint at commit",
      "outage",
    ],
  },
  "prisma on postgres": { ...ormOnPostgres, settings: { engine: "prisma" } },
  "typeorm on postgres": { ...ormOnPostgres, settings: { engine: "typeorm" } },
  "drizzle on postgres": { ...ormOnPostgres, settings: { engine: "drizzle" } },
  pglite: {
    // Only one process can open the folder.
    processes: 1,
    settings: { engine: "pglite" },
    store: startFolder,
    hasLedgerTable: true,
    families: [
      ...deliveryFaults,
      "kill -9",
      ...transactionFaults,
      "constraint at commit",
      "outage",
    ],
  },
  mysql: {
    processes: 4,
    settings: { engine: "mysql" },
    store: startMariadb,
    missing: missingMariadb,
    hasLedgerTable: true,
    hasWholeSeconds: true,
    // InnoDB has no constraints that fail at commit.
    families: [
      ...deliveryFaults,
      ...processFaults,
      ...storeFaults,
      "cut during COMMIT",
      ...transactionFaults,
      "rolled back by a statement",
      "outage",
    ],
  },
  sqlite: {
    processes: 4,
    settings: { engine: "sqlite" },
    store: startSqliteFile,
    missing: missingSqlite,
    hasLedgerTable: true,
    // One change after another is written.
    mostGateways: 64,
    // No network, and no server that could be killed.
    families: [
      ...deliveryFaults,
      ...processFaults,
      "file locked",
      "disk full",
      ...transactionFaults,
      "constraint at commit",
      "rolled back by a statement",
      "outage",
    ],
  },
  redis: {
    processes: 4,
    settings: redisSettings,
    ...redisWith({ appendfsync: "always" }),
    families: [...deliveryFaults, ...processFaults, ...storeFaults, "slow handler", "outage"],
  },
  "redis, appendfsync everysec": {
    processes: 4,
    settings: redisSettings,
    ...redisWith({ appendfsync: "everysec" }),
    families: ["store killed"],
  },
  "redis, appendfsync no": {
    processes: 4,
    settings: redisSettings,
    ...redisWith({ appendfsync: "no" }),
    families: ["store killed"],
  },
  "redis, no AOF": {
    processes: 4,
    settings: redisSettings,
    ...redisWith({ hasAof: false }),
    mayLose: true,
    families: ["store killed"],
  },
  "bullmq with redis": {
    processes: 4,
    settings: { engine: "bullmq", effect: "appendOnce" },
    ...redisWith({ appendfsync: "always" }),
    isQueued: true,
    // Bypasses the queue and uses the workers' inbox.
    reconciler: { engine: "redis" },
    families: [...deliveryFaults, ...processFaults, ...storeFaults, "slow handler", "outage"],
  },
  "bullmq with postgres": {
    processes: 4,
    settings: { engine: "bullmqPostgres" },
    store: startRedisAndPostgres,
    missing: () => missingRedis() ?? missingPostgres(),
    isQueued: true,
    hasLedgerTable: true,
    reconciler: { engine: "postgres" },
    families: [...deliveryFaults, ...processFaults, ...storeFaults, "outage"],
  },
};

async function startRedisAndPostgres(options?: StoreOptions): Promise<Store> {
  const redis = await startRedis({ appendfsync: "always", ...options });
  try {
    return joinStores(redis, await startPostgres(options));
  } catch (error) {
    await redis.close();
    throw error;
  }
}
