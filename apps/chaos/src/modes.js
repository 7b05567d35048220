import { missingPostgres, startPostgres } from "./stores/postgres-store.js";
import { missingRedis, startRedis } from "./stores/redis-store.js";

const plain = ["duplicates", "reversed", "respelled"];
const hits = ["kill -9", "stopped past its lease", "deploys"];

/**
 * The ways to run a receiver that are proven, and which families each one answers for. What a mode does not answer for
 * stands in docs/guarantees.md.
 *
 * @typedef {{ processes: number, paymentsPerBatch: number, settings: object, families: string[],
 *   isQueued?: boolean, hasLedger?: boolean,
 *   store?: () => Promise<Store>, missing?: () => string | undefined }} Mode
 * @typedef {{ settings: object, proxy: Awaited<ReturnType<typeof import("./tcp-proxy.js").createTcpProxy>>, restart(): Promise<void>, close(): Promise<void> }} Store
 * @type {Record<string, Mode>}
 */
export const modes = {
  memory: {
    processes: 1,
    paymentsPerBatch: 2,
    settings: { engine: "memory", effect: "appendOnce" },
    // It forgets what it did when its process ends, so no family that ends one.
    families: plain,
  },
  leased: {
    processes: 4,
    paymentsPerBatch: 2,
    settings: { engine: "leased", effect: "appendOnce" },
    families: [...plain, ...hits],
  },
  postgres: {
    processes: 4,
    paymentsPerBatch: 2,
    settings: { engine: "postgres" },
    store: startPostgres,
    missing: missingPostgres,
    hasLedger: true,
    families: [...plain, ...hits, "store cut off", "store killed", "cut during COMMIT"],
  },
  redis: {
    processes: 4,
    paymentsPerBatch: 2,
    settings: { engine: "redis", effect: "appendOnce" },
    store: () => startRedis({ appendfsync: "always" }),
    missing: missingRedis,
    families: [...plain, ...hits, "store cut off", "store killed"],
  },
  "redis, appendfsync everysec": {
    processes: 4,
    paymentsPerBatch: 2,
    settings: { engine: "redis", effect: "appendOnce" },
    store: () => startRedis({ appendfsync: "everysec" }),
    missing: missingRedis,
    families: ["store killed"],
  },
  "bullmq with redis": {
    processes: 4,
    paymentsPerBatch: 2,
    settings: { engine: "bullmq", effect: "appendOnce" },
    store: () => startRedis({ appendfsync: "always" }),
    missing: missingRedis,
    isQueued: true,
    families: [...plain, ...hits, "store cut off", "store killed"],
  },
};

/**
 * Mistakes that people make. A run in which one of these shows nothing proves nothing.
 *
 * @type {Record<string, Mode & { shows: "lost" | "doubled" }>}
 */
export const controls = {
  "dedupe by memory only": {
    processes: 4,
    paymentsPerBatch: 2,
    settings: { engine: "memory", effect: "append" },
    families: ["duplicates"],
    shows: "doubled",
  },
  "lease without idempotent effect": {
    processes: 4,
    paymentsPerBatch: 2,
    settings: { engine: "leased", effect: "append" },
    families: ["kill -9", "stopped past its lease"],
    shows: "doubled",
  },
  "answer before the record": {
    processes: 4,
    paymentsPerBatch: 2,
    settings: { engine: "leased", effect: "appendOnce", answersFirst: true },
    families: ["kill -9"],
    shows: "lost",
  },
};
