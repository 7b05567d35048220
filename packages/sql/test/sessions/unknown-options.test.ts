import type { Pool as MysqlPool } from "mysql2/promise";
import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import {
  sqliteInbox,
  type SqliteInboxOptions,
  sqliteJournal,
  type SqliteJournalOptions,
} from "../../src/better-sqlite3.js";
import {
  drizzleInbox,
  type DrizzleMysqlInboxOptions,
  drizzleJournal,
  type DrizzleJournalOptions,
  type DrizzlePgInboxOptions,
} from "../../src/drizzle.js";
import {
  knexInbox,
  type KnexInboxOptions,
  knexJournal,
  type KnexJournalOptions,
} from "../../src/knex.js";
import {
  kyselyInbox,
  type KyselyInboxOptions,
  kyselyJournal,
  type KyselyJournalOptions,
  type KyselyMysqlInboxOptions,
} from "../../src/kysely.js";
import {
  mysqlInbox,
  type MysqlInboxOptions,
  mysqlJournal,
  type MysqlJournalOptions,
} from "../../src/mysql2.js";
import { pgInbox, type PgInboxOptions, pgJournal, type PgJournalOptions } from "../../src/pg.js";
import {
  pgliteInbox,
  type PgliteInboxOptions,
  pgliteJournal,
  type PgliteJournalOptions,
} from "../../src/pglite.js";
import {
  postgresJsInbox,
  type PostgresJsInboxOptions,
  postgresJsJournal,
  type PostgresJsJournalOptions,
} from "../../src/postgres-js.js";
import {
  prismaInbox,
  type PrismaInboxOptions,
  prismaJournal,
  type PrismaJournalOptions,
} from "../../src/prisma.js";
import {
  typeormInbox,
  type TypeormInboxOptions,
  typeormJournal,
  type TypeormJournalOptions,
} from "../../src/typeorm.js";

const limits = {
  acquireTimeoutMs: 1,
  lockTimeoutMs: 1,
  idleTimeoutMs: 1,
  statementTimeoutMs: 1,
  handlerStatementTimeoutMs: 1,
};
const tables = { schema: "a", tablePrefix: "a", keepContent: true };
const pool = "none" as unknown as Pool;

// Every option that the types offer. The connection is wrong, so that each call ends with the error that names it.
const pg: Required<PgInboxOptions> = { pool, ...tables, ...limits };
const mysqlPool = "none" as unknown as MysqlPool;
const mysqlTables = { database: "a", tablePrefix: "a", keepContent: true };
const mysql: Required<MysqlInboxOptions> = { pool: mysqlPool, ...mysqlTables, ...limits };
const pglite: Required<PgliteInboxOptions> = {
  db: undefined as never,
  ...tables,
  acquireTimeoutMs: 1,
  idleTimeoutMs: 1,
};
const postgresJs: Required<PostgresJsInboxOptions> = {
  sql: undefined as never,
  ...tables,
  ...limits,
};
const kysely: Required<KyselyInboxOptions<unknown>> = {
  db: undefined as never,
  pool: pool as never,
  maxHandlers: 1,
  ...tables,
  ...limits,
};
const kyselyOnMysql: Required<KyselyMysqlInboxOptions<unknown>> = {
  db: undefined as never,
  pool: mysqlPool as never,
  ...mysqlTables,
  ...limits,
};
const knex: Required<KnexInboxOptions> = {
  knex: undefined as never,
  maxHandlers: 1,
  database: "a",
  ...tables,
  ...limits,
};
const prisma: Required<PrismaInboxOptions<never>> = {
  prisma: undefined as never,
  provider: "postgresql",
  database: "a",
  transactionTimeoutMs: 1,
  maxHandlers: 1,
  ...tables,
  ...limits,
};
const typeorm: Required<TypeormInboxOptions> = {
  dataSource: undefined as never,
  database: "a",
  ...tables,
  ...limits,
};
const drizzle: Required<DrizzlePgInboxOptions<unknown>> = {
  client: pool,
  drizzle: () => undefined,
  ...tables,
  ...limits,
};
const drizzleOnMysql: Required<DrizzleMysqlInboxOptions<unknown>> = {
  client: mysqlPool,
  drizzle: () => undefined,
  ...mysqlTables,
  ...limits,
};
const sqlite: Required<SqliteInboxOptions> = {
  path: "",
  onOpen: () => undefined,
  acquireTimeoutMs: 1,
  holdTimeoutMs: 1,
  tablePrefix: "a",
  keepContent: true,
};

const journal = {
  account: "a",
  namespace: "a",
  storeUrl: true,
  responseTtlMs: 1,
  acquireTimeoutMs: 1,
  tablePrefix: "a",
};
const ofPg: Required<PgJournalOptions> = { pool, schema: "a", statementTimeoutMs: 1, ...journal };
const ofPglite: Required<PgliteJournalOptions> = {
  db: undefined as never,
  schema: "a",
  ...journal,
};

const ofMysql: Required<MysqlJournalOptions> = {
  pool: mysqlPool,
  database: "a",
  statementTimeoutMs: 1,
  ...journal,
};
const ofLibrary = { ...journal, schema: "a", statementTimeoutMs: 1 };
const ofPostgresJs: Required<PostgresJsJournalOptions> = { sql: undefined as never, ...ofLibrary };
const ofKysely: Required<KyselyJournalOptions<unknown>> = {
  db: undefined as never,
  pool: pool as never,
  ...ofLibrary,
};
const ofKnex: Required<KnexJournalOptions> = {
  knex: undefined as never,
  database: "a",
  ...ofLibrary,
};
const ofPrisma: Required<PrismaJournalOptions<never>> = {
  prisma: undefined as never,
  provider: "postgresql",
  database: "a",
  ...ofLibrary,
};
const ofTypeorm: Required<TypeormJournalOptions> = {
  dataSource: undefined as never,
  database: "a",
  ...ofLibrary,
};
const ofDrizzle: Required<DrizzleJournalOptions> = { client: pool, database: "a", ...ofLibrary };
const ofSqlite: Required<SqliteJournalOptions> = { path: "", onOpen: () => undefined, ...journal };

const entries: [
  name: string,
  connection: string,
  options: object,
  create: (all: never) => unknown,
][] = [
  ["pgInbox", "pool", pg, pgInbox],
  ["pgJournal", "pool", ofPg, pgJournal],
  ["mysqlJournal", "pool", ofMysql, mysqlJournal],
  ["postgresJsJournal", "sql", ofPostgresJs, postgresJsJournal],
  ["kyselyJournal", "db", ofKysely, kyselyJournal],
  ["knexJournal", "knex", ofKnex, knexJournal],
  ["prismaJournal", "prisma", ofPrisma, prismaJournal],
  ["typeormJournal", "dataSource", ofTypeorm, typeormJournal],
  ["drizzleJournal", "client", ofDrizzle, drizzleJournal],
  ["sqliteJournal", "path", ofSqlite, sqliteJournal],
  ["pgliteJournal", "db", ofPglite, pgliteJournal],
  ["mysqlInbox", "pool", mysql, mysqlInbox],
  ["pgliteInbox", "db", pglite, pgliteInbox],
  ["postgresJsInbox", "sql", postgresJs, postgresJsInbox],
  ["kyselyInbox", "db", kysely, kyselyInbox],
  ["kyselyInbox on MariaDB", "db", kyselyOnMysql, kyselyInbox],
  ["knexInbox", "knex", knex, knexInbox],
  ["prismaInbox", "prisma", prisma, prismaInbox],
  ["typeormInbox", "dataSource", typeorm, typeormInbox],
  ["drizzleInbox", "client", drizzle, drizzleInbox],
  ["drizzleInbox on MariaDB", "client", drizzleOnMysql, drizzleInbox],
  ["sqliteInbox", "path", sqlite, sqliteInbox],
];

describe.each(entries)("%s", (_name, connection, options, create) => {
  it("knows every option of its type", () => {
    expect(() => create(options as never)).toThrow(
      new RegExp(`^InvalidOptionError: ${connection} must|^${connection} must`),
    );
  });

  it("rejects an unknown option by name", () => {
    const misspelled = { ...options, tablePrefixes: "a" };
    expect(() => create(misspelled as never)).toThrow(
      "tablePrefixes is not an option. Did you mean tablePrefix?",
    );
  });
});
