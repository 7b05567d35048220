import { missingMariadb, startMariadb } from "../stores/mariadb-store.js";
import { missingPostgres, startPostgres } from "../stores/postgres-store.js";
import { missingSqlite, startSqliteFile } from "../stores/sqlite-store.js";
import { type ControlResult, type Mode, redisSettings, redisWith, storeFaults } from "./modes.js";

/** A mode with a known defect. */
export interface NegativeControl extends Mode {
  shows: readonly ControlResult[];
}

/** A hand-written inbox. See receiver/naive-inbox.ts. */
const naive = {
  processes: 2,
  store: startPostgres,
  missing: missingPostgres,
  hasLedgerTable: true,
};

/** Modes with a known defect that the run must detect. A run that misses one proves nothing. */
export const negativeControls: Record<string, NegativeControl> = {
  "dedupe by memory only": {
    processes: 4,
    settings: { engine: "memory", effect: "append" },
    families: ["duplicates"],
    shows: ["doubled"],
  },
  "lease without idempotent effect": {
    processes: 4,
    settings: { engine: "leased", effect: "append" },
    families: ["kill -9", "stopped past its lease"],
    shows: ["doubled"],
  },
  "200 before the record": {
    processes: 4,
    settings: { engine: "leased", effect: "appendOnce", acknowledgesFirst: true },
    families: ["kill -9"],
    shows: ["lost"],
  },
  "200 while the store is down": {
    processes: 4,
    settings: { ...redisSettings, hidesErrors: true },
    ...redisWith({ appendfsync: "always" }),
    families: storeFaults,
    shows: ["acknowledgedWhileDown"],
  },
  "hand-written inbox": {
    ...naive,
    settings: { engine: "naivePostgres" },
    families: ["late statement", "ends the transaction", "own transaction"],
    // An effect that is rolled back before the record is committed is lost.
    shows: ["lost", "doubled"],
  },
  "COMMIT whose error is ignored": {
    ...naive,
    settings: { engine: "naivePostgres", ignoresCommit: true },
    families: ["constraint at commit"],
    shows: ["lost"],
  },
  "hand-written inbox in mysql": {
    processes: 2,
    store: startMariadb,
    missing: missingMariadb,
    hasLedgerTable: true,
    settings: { engine: "naiveMysql" },
    families: [
      "late statement",
      "ends the transaction",
      "own transaction",
      "rolled back by a statement",
    ],
    shows: ["lost", "doubled"],
  },
  "hand-written inbox in sqlite": {
    processes: 2,
    store: startSqliteFile,
    missing: missingSqlite,
    hasLedgerTable: true,
    settings: { engine: "naiveSqlite", ignoresCommit: true },
    // Without "own transaction": SQLite itself rejects BEGIN in a transaction, and better-sqlite3 nests with savepoints.
    families: [
      "late statement",
      "ends the transaction",
      "constraint at commit",
      "rolled back by a statement",
      "disk full",
    ],
    shows: ["lost", "doubled"],
  },
  "repository outside of tx": {
    processes: 3,
    store: startPostgres,
    missing: missingPostgres,
    hasLedgerTable: true,
    settings: { engine: "typeorm", missesTx: true },
    families: ["kill -9"],
    shows: ["doubled"],
  },
  "lease without renewal": {
    processes: 4,
    settings: { engine: "leased", effect: "append", neverRenews: true },
    families: ["slow handler"],
    shows: ["doubled"],
  },
  "fetch that retries any error": {
    processes: 0,
    retriesAnyError: true,
    families: ["socket error after sending"],
    shows: ["doubled"],
  },
  "no reconciliation": {
    processes: 4,
    settings: { engine: "leased", effect: "appendOnce" },
    reconciler: "none",
    families: ["outage"],
    shows: ["lost"],
  },
};
