import { commitConstraints } from "./handler-faults/commit-constraints.js";
import { deadlocks } from "./handler-faults/deadlocks.js";
import { mysqlEndings, postgresEndings } from "./handler-faults/ended-transactions.js";
import { lateStatements } from "./handler-faults/late-statements.js";
import { mysqlTransactions, postgresTransactions } from "./handler-faults/own-transactions.js";
import { slowHandlers } from "./handler-faults/slow-handlers.js";
import { sqliteConstraints } from "./handler-faults/sqlite/constraints.js";
import { sqliteEndings } from "./handler-faults/sqlite/ended-transactions.js";
import { fullDisks } from "./handler-faults/sqlite/full-disks.js";
import { sqliteLateStatements } from "./handler-faults/sqlite/late-statements.js";
import { sqliteTransactions } from "./handler-faults/sqlite/own-transactions.js";
import { sqliteRollbacks } from "./handler-faults/sqlite/rollbacks.js";
import type { EngineName } from "./settings.js";

/** The families whose faults a handler injects. */
export type HandlerFamily =
  | "late statement"
  | "ends the transaction"
  | "own transaction"
  | "constraint at commit"
  | "rolled back by a statement"
  | "disk full"
  | "slow handler";

const onPostgres = {
  "late statement": lateStatements("SELECT pg_sleep(0.002)"),
  "ends the transaction": postgresEndings,
  "own transaction": postgresTransactions,
  "constraint at commit": commitConstraints,
};

/** The faults of handlers, by database, family and variant. Not every database can have every fault. */
export const handlerFaults = {
  /** An effect that is in no database. */
  external: { "slow handler": slowHandlers },
  postgres: onPostgres,
  mysql: {
    "late statement": lateStatements("SELECT SLEEP(0.002)"),
    "ends the transaction": mysqlEndings,
    "own transaction": mysqlTransactions,
    "rolled back by a statement": deadlocks,
  },
  sqlite: {
    "late statement": sqliteLateStatements,
    "ends the transaction": sqliteEndings,
    "own transaction": sqliteTransactions,
    "constraint at commit": sqliteConstraints,
    "rolled back by a statement": sqliteRollbacks,
    "disk full": fullDisks,
  },
};

const databases: Record<EngineName, keyof typeof handlerFaults> = {
  memory: "external",
  leased: "external",
  redis: "external",
  bullmq: "external",
  postgres: "postgres",
  naivePostgres: "postgres",
  bullmqPostgres: "postgres",
  pglite: "postgres",
  drizzle: "postgres",
  prisma: "postgres",
  typeorm: "postgres",
  mysql: "mysql",
  naiveMysql: "mysql",
  sqlite: "sqlite",
  naiveSqlite: "sqlite",
};

/** The names of the variants of a family on an engine. */
export function variantsOf(engine: EngineName, family: HandlerFamily): string[] {
  const faults: Partial<Record<HandlerFamily, object>> = handlerFaults[databases[engine]];
  return Object.keys(faults[family] ?? {});
}
