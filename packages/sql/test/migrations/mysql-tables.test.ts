import { readFileSync } from "node:fs";
import { getTableConfig, type MySqlTable } from "drizzle-orm/mysql-core";
import createKnex from "knex";
import { Kysely, Migrator, MysqlDialect } from "kysely";
import { createPool as createCorePool } from "mysql2";
import type { Pool } from "mysql2/promise";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import * as drizzleSchema from "../../migrations/mysql/drizzle-schema.js";
import * as knexMigration from "../../migrations/mysql/knex-migration.js";
import * as kyselyMigration from "../../migrations/mysql/kysely-migration.js";
import type { NumipayTables } from "../../migrations/mysql/kysely-tables.js";
import { Numipay1764115200000 } from "../../migrations/mysql/typeorm-migration.js";
import { mysqlInbox, mysqlJournal } from "../../src/mysql2.js";
import { leaseOf, newChange } from "../changes.js";
import {
  createDatabase,
  describeWithMysql,
  mysqlSettings,
  openMysqlPool,
} from "../mysql-server.js";
import { readModels } from "./read-models.js";
import { readSql } from "./read-sql.js";

const prismaSchema = readFileSync(
  new URL("../../migrations/mysql/schema.prisma", import.meta.url),
  "utf8",
);

interface Catalog {
  columns: Record<string, string | null>[];
  keys: Record<string, string>[];
}

async function readCatalog(admin: Pool, database: string): Promise<Catalog> {
  const read = async (columns: string, table: string, order: string): Promise<unknown> => {
    const [rows] = await admin.query(
      `SELECT ${columns} FROM information_schema.${table}
      WHERE table_schema = '${database}' AND table_name LIKE 'numipay\\_%' ORDER BY table_name, ${order}`,
    );
    return JSON.parse(JSON.stringify(rows)) as unknown;
  };
  return {
    columns: (await read(
      `table_name AS name, column_name AS col, column_type AS type, is_nullable AS nullable, column_default AS value,
        character_set_name AS charset, collation_name AS collation, extra`,
      "columns",
      "ordinal_position",
    )) as Catalog["columns"],
    keys: (await read(
      "table_name AS name, index_name AS key_name, non_unique, column_name AS col",
      "statistics",
      "index_name, seq_in_index",
    )) as Catalog["keys"],
  };
}

describeWithMysql("the tables in MariaDB", () => {
  const admin = openMysqlPool({});
  let migrated: Catalog;

  async function openDatabase(): Promise<{ database: string; pool: Pool }> {
    const { database, drop } = await createDatabase();
    const { pool } = openMysqlPool({ database, multipleStatements: true });
    onTestFinished(async () => {
      await pool.end();
      await drop();
    });
    return { database, pool };
  }

  /** Reads the tables, after a check that `migrate()` finds nothing to do and that they work. */
  async function readCurrent({ database }: { database: string }): Promise<typeof migrated> {
    const catalog = await readCatalog(admin.pool, database);
    const { pool } = openMysqlPool({ database });
    try {
      const inbox = mysqlInbox({ pool });
      const [before] = await pool.query("SELECT applied_at FROM numipay_migrations");
      await inbox.migrate();
      const [after] = await pool.query("SELECT applied_at FROM numipay_migrations");
      expect(after).toEqual(before);
      await inbox.ping();
      await mysqlJournal({ pool }).ping();
      const change = newChange();
      expect(await inbox.complete(change, await leaseOf(inbox, change))).toBe(true);
      return catalog;
    } finally {
      await pool.end();
    }
  }

  beforeAll(async () => {
    const { database, drop } = await createDatabase();
    const { pool } = openMysqlPool({ database });
    await mysqlInbox({ pool }).migrate();
    migrated = await readCatalog(admin.pool, database);
    await pool.end();
    await drop();
  });
  afterAll(() => admin.pool.end());

  it("are all in the catalog that is compared", () => {
    expect(migrated.columns).toHaveLength(59);
    expect(migrated.keys).toHaveLength(22);
  });

  it("are the same by the SQL file", async () => {
    const opened = await openDatabase();
    await opened.pool.query(readSql("mysql"));
    expect(await readCurrent(opened)).toEqual(migrated);
  });

  it("are the same by the migration of Knex", async () => {
    const opened = await openDatabase();
    const knex = createKnex({
      client: "mysql2",
      connection: { ...mysqlSettings, database: opened.database },
    });
    try {
      await knex.migrate.latest({
        migrationSource: {
          getMigrations: async () => ["numipay"],
          getMigrationName: () => "numipay",
          getMigration: async () => knexMigration,
        },
      });
    } finally {
      await knex.destroy();
    }
    expect(await readCurrent(opened)).toEqual(migrated);
  });

  it("are the same by the migration of Kysely", async () => {
    const opened = await openDatabase();
    const pool = createCorePool({ ...mysqlSettings, database: opened.database });
    const db = new Kysely<NumipayTables>({ dialect: new MysqlDialect({ pool }) });
    try {
      const provider = { getMigrations: async () => ({ numipay: kyselyMigration }) };
      const { error } = await new Migrator({ db, provider }).migrateToLatest();
      expect(error).toBeUndefined();
      expect(await readCurrent(opened)).toEqual(migrated);
      const [row] = await db.selectFrom("numipay_changes").selectAll().execute();
      expect(row).toMatchObject({ is_handled: 1, content: null });
      expect(row?.status.toString()).toBe("successful");
      expect(row?.recorded_at).toBeInstanceOf(Date);
    } finally {
      await db.destroy();
    }
  });

  it("are the same by the migration of TypeORM", async () => {
    const opened = await openDatabase();
    const { host, port, user: username, password } = mysqlSettings;
    const dataSource = new DataSource({
      type: "mariadb",
      host,
      port,
      username,
      password,
      database: opened.database,
      migrations: [Numipay1764115200000],
    });
    await dataSource.initialize();
    try {
      await dataSource.runMigrations();
    } finally {
      await dataSource.destroy();
    }
    expect(await readCurrent(opened)).toEqual(migrated);
  });

  it("are the same by the schema of Drizzle", async () => {
    const opened = await openDatabase();
    for (const table of Object.values(drizzleSchema)) {
      await opened.pool.query(toStatement(table));
    }
    // Adds the version.
    await opened.pool.query(readSql("mysql"));
    expect(await readCurrent(opened)).toEqual(migrated);
  });

  it("are the same in the models of Prisma", () => {
    const types: Record<string, string> = {
      "bigint(20) unsigned": "BigInt @db.UnsignedBigInt",
      "binary(32)": "Bytes @db.Binary(32)",
      "datetime(3)": "DateTime @db.DateTime(3)",
      "datetime(6)": "DateTime @db.DateTime(6)",
      "int(11)": "Int",
      longtext: "String @db.LongText",
      "tinyint(4)": "Int @db.TinyInt",
      "varbinary(512)": "Bytes @db.VarBinary(512)",
    };
    const models = readModels(prismaSchema);
    expect(models.columns).toEqual(
      migrated.columns.map(({ name, col, type, nullable, extra, value }) => ({
        table: name,
        column: col,
        type: types[type ?? ""],
        isRequired: nullable === "NO",
        value: extra === "auto_increment" ? "autoincrement()" : toDefault(value),
      })),
    );
    expect(
      models.keys.flatMap(({ table, key }) => key.map((col) => ({ name: table, col }))),
    ).toEqual(
      migrated.keys
        .filter(({ key_name: key }) => key === "PRIMARY")
        .map(({ name, col }) => ({ name, col })),
    );
  });
});

/** MariaDB shows a nullable column without a default as one with the default NULL. */
function toDefault(value: string | null | undefined): string | null {
  return value === undefined || value === "NULL" ? null : value;
}

/** The statement that Drizzle's tools generate for a table. */
function toStatement(table: MySqlTable): string {
  const { name, columns, primaryKeys, indexes } = getTableConfig(table);
  const lines = columns.map((column) => {
    const counts = "autoIncrement" in column && column.autoIncrement === true;
    return [
      `\`${column.name}\` ${column.getSQLType()}`,
      counts ? " AUTO_INCREMENT" : "",
      column.primary ? " PRIMARY KEY" : "",
      column.default === undefined ? "" : ` DEFAULT ${String(column.default)}`,
      column.notNull ? " NOT NULL" : "",
    ].join("");
  });
  const keys = primaryKeys.map((key) => {
    const list = key.columns.map((column) => `\`${column.name}\``).join(", ");
    return `PRIMARY KEY (${list})`;
  });
  const others = indexes.map(({ config }) => {
    const list = config.columns.map((column) => `\`${(column as { name: string }).name}\``);
    return `KEY \`${config.name}\` (${list.join(", ")})`;
  });
  return `CREATE TABLE \`${name}\` (${[...lines, ...keys, ...others].join(", ")})`;
}
