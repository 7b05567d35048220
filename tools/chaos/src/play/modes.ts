import type { Store } from "../stores/to-store.js";
import { missingPostgres, startPostgres } from "../stores/postgres-store.js";
import { missingRedis, startRedis } from "../stores/redis-store.js";
import { startFolder } from "../stores/folder-store.js";
import { joinStores } from "../stores/to-store.js";

const plain = ["duplicates", "reversed", "respelled"];
const hits = ["kill -9", "stopped past its lease", "deploys"];
const outages = ["store cut off", "store killed"];
/** What goes wrong in a handler that works in the inbox's transaction. */
const inTransaction = [
  "late statement",
  "ends the transaction",
  "own transaction",
  "constraint at commit",
];

/** A Redis by its settings. */
const redisWith = (settings) => ({
  store: (options) => startRedis({ ...settings, ...options }),
  missing: missingRedis,
});
const onRedis = { engine: "redis", effect: "appendOnce" };

/**
 * The ways to run a receiver that are proven, and which families each one answers for. What a mode does not answer for
 * stands in docs/guarantees.md. `mayLose`: its store forgets by its settings; what comes of that is shown, and proves
 * nothing. `isQueued`: answers before it works. `hasLedger`: the ledger is a table of the store. `reconciler`: what its
 * process has other settings for.
 */
export interface Mode {
  processes: number;
  settings: Record<string, unknown>;
  families: string[];
  isQueued?: boolean;
  hasLedger?: boolean;
  mayLose?: boolean;
  reconciler?: "none" | Record<string, unknown>;
  store?: (options?: { isProxied?: boolean }) => Promise<Store>;
  missing?: () => string | undefined;
}

export const modes: Record<string, Mode> = {
  // No receiver: the client sends payments.
  client: { processes: 0, settings: {}, families: ["socket error after sending"] },
  memory: {
    processes: 1,
    settings: { engine: "memory", effect: "appendOnce" },
    // It forgets what it did when its process ends, so no family that ends one.
    families: plain,
  },
  leased: {
    processes: 4,
    settings: { engine: "leased", effect: "appendOnce" },
    families: [...plain, ...hits, "slow handler", "outage"],
  },
  postgres: {
    processes: 4,
    settings: { engine: "postgres" },
    store: startPostgres,
    missing: missingPostgres,
    hasLedger: true,
    families: [...plain, ...hits, ...outages, "cut during COMMIT", ...inTransaction, "outage"],
  },
  pglite: {
    // Its folder has one owner at a time.
    processes: 1,
    settings: { engine: "pglite" },
    store: startFolder,
    hasLedger: true,
    families: [...plain, "kill -9", ...inTransaction, "outage"],
  },
  redis: {
    processes: 4,
    settings: onRedis,
    ...redisWith({ appendfsync: "always" }),
    families: [...plain, ...hits, ...outages, "slow handler", "outage"],
  },
  "redis, appendfsync everysec": {
    processes: 4,
    settings: onRedis,
    ...redisWith({ appendfsync: "everysec" }),
    families: ["store killed"],
  },
  "redis, appendfsync no": {
    processes: 4,
    settings: onRedis,
    ...redisWith({ appendfsync: "no" }),
    families: ["store killed"],
  },
  "redis, no AOF": {
    processes: 4,
    settings: onRedis,
    ...redisWith({ hasAof: false }),
    mayLose: true,
    families: ["store killed"],
  },
  "bullmq with redis": {
    processes: 4,
    settings: { engine: "bullmq", effect: "appendOnce" },
    ...redisWith({ appendfsync: "always" }),
    isQueued: true,
    // By the workers' inbox, past the queue.
    reconciler: { engine: "redis" },
    families: [...plain, ...hits, ...outages, "slow handler", "outage"],
  },
  "bullmq with postgres": {
    processes: 4,
    settings: { engine: "bullmqPostgres" },
    store: async (options) => {
      const redis = await startRedis({ appendfsync: "always", ...options });
      try {
        return joinStores(redis, await startPostgres(options));
      } catch (error) {
        await redis.close();
        throw error;
      }
    },
    missing: () => missingRedis() ?? missingPostgres(),
    isQueued: true,
    hasLedger: true,
    reconciler: { engine: "postgres" },
    families: [...plain, ...hits, ...outages, "outage"],
  },
};

/** An inbox as a team would write it: see receiver/naive-inbox.js. */
const naive = {
  processes: 2,
  settings: { engine: "naivePostgres" },
  store: startPostgres,
  missing: missingPostgres,
  hasLedger: true,
};

/**
 * Negative controls. A run in which one of these shows nothing proves nothing.
 *
 * `shows`: what, or any of what, the control must show.
 */
export type Shown = "lost" | "doubled" | "wronglyTaken";

export const controls: Record<string, Mode & { shows: Shown | Shown[] }> = {
  "dedupe by memory only": {
    processes: 4,
    settings: { engine: "memory", effect: "append" },
    families: ["duplicates"],
    shows: "doubled",
  },
  "lease without idempotent effect": {
    processes: 4,
    settings: { engine: "leased", effect: "append" },
    families: ["kill -9", "stopped past its lease"],
    shows: "doubled",
  },
  "answer before the record": {
    processes: 4,
    settings: { engine: "leased", effect: "appendOnce", answersFirst: true },
    families: ["kill -9"],
    shows: "lost",
  },
  "200 while the store is away": {
    processes: 4,
    settings: { ...onRedis, hidesErrors: true },
    ...redisWith({ appendfsync: "always" }),
    families: outages,
    shows: "wronglyTaken",
  },
  "hand-written inbox": {
    ...naive,
    families: ["late statement", "ends the transaction", "own transaction"],
    // An effect that was rolled back is lost, where the record was committed after it.
    shows: ["lost", "doubled"],
  },
  "COMMIT whose error is ignored": {
    ...naive,
    settings: { engine: "naivePostgres", ignoresCommit: true },
    families: ["constraint at commit"],
    shows: "lost",
  },
  "lease without renewal": {
    processes: 4,
    settings: { engine: "leased", effect: "append", neverRenews: true },
    families: ["slow handler"],
    shows: "doubled",
  },
  "fetch that retries any error": {
    processes: 0,
    settings: { retriesAnyError: true },
    families: ["socket error after sending"],
    shows: "doubled",
  },
  "nobody reconciles": {
    processes: 4,
    settings: { engine: "leased", effect: "appendOnce" },
    reconciler: "none",
    families: ["outage"],
    shows: "lost",
  },
};
