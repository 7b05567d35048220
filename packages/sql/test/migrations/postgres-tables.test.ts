import { readFileSync } from "node:fs";
import { is, SQL } from "drizzle-orm";
import { getTableConfig, type PgTable, PgDialect } from "drizzle-orm/pg-core";
import createKnex from "knex";
import { Kysely, Migrator, PostgresDialect } from "kysely";
import type { Pool } from "pg";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import * as drizzleSchema from "../../migrations/postgres/drizzle-schema.js";
import * as knexMigration from "../../migrations/postgres/knex-migration.js";
import * as kyselyMigration from "../../migrations/postgres/kysely-migration.js";
import type { NumipayTables } from "../../migrations/postgres/kysely-tables.js";
import { Numipay1764115200000 } from "../../migrations/postgres/typeorm-migration.js";
import { pgInbox, pgJournal } from "../../src/pg.js";
import { leaseOf, newChange } from "../changes.js";
import { describeWithPostgres, openPool, randomName } from "../server.js";
import { readCatalog } from "./read-catalog.js";
import { readModels } from "./read-models.js";
import { readSql } from "./read-sql.js";

const prismaSchema = readFileSync(
  new URL("../../migrations/postgres/schema.prisma", import.meta.url),
  "utf8",
);

describeWithPostgres("the tables in PostgreSQL", () => {
  const admin = openPool();
  let migrated: Awaited<ReturnType<typeof readCatalog>>;

  async function openSchema(): Promise<{ schema: string; pool: Pool; options: string }> {
    const schema = randomName();
    const options = `-c search_path=${schema}`;
    await admin.pool.query(`CREATE SCHEMA "${schema}"`);
    const { pool } = openPool({ options });
    onTestFinished(async () => {
      await pool.end();
      await admin.pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    });
    return { schema, pool, options };
  }

  /** Reads the tables, after a check that `migrate()` finds nothing to do and that they work. */
  async function readCurrent({
    schema,
    pool,
  }: {
    schema: string;
    pool: Pool;
  }): Promise<typeof migrated> {
    const catalog = await readCatalog(admin.pool, schema);
    const role = randomName();
    await admin.pool
      .query(`CREATE ROLE "${role}" LOGIN; GRANT USAGE ON SCHEMA "${schema}" TO "${role}";
      GRANT SELECT ON ALL TABLES IN SCHEMA "${schema}" TO "${role}"`);
    const limited = openPool({ user: role }).pool;
    try {
      await pgInbox({ pool: limited, schema }).migrate();
    } finally {
      await limited.end();
      await admin.pool.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    }
    const inbox = pgInbox({ pool });
    await inbox.ping();
    await pgJournal({ pool }).ping();
    const change = newChange();
    expect(await inbox.complete(change, await leaseOf(inbox, change))).toBe(true);
    return catalog;
  }

  beforeAll(async () => {
    const schema = randomName();
    await pgInbox({ pool: admin.pool, schema }).migrate();
    migrated = await readCatalog(admin.pool, schema);
    await admin.pool.query(`DROP SCHEMA "${schema}" CASCADE`);
  });
  afterAll(() => admin.pool.end());

  it("are all in the catalog that is compared", () => {
    expect(migrated["columns"]).toHaveLength(55);
    expect(migrated["constraints"]?.length).toBeGreaterThanOrEqual(8);
    expect(migrated["indexes"]).toHaveLength(10);
    expect(migrated["sequences"]).toHaveLength(1);
    expect(migrated["functions"]).not.toEqual([]);
  });

  it("are the same by the SQL file", async () => {
    const opened = await openSchema();
    await opened.pool.query(readSql("postgres"));
    expect(await readCurrent(opened)).toEqual(migrated);
  });

  it("are the same by the migration of Knex", async () => {
    const opened = await openSchema();
    const knex = createKnex({
      client: "pg",
      connection: { ...admin.settings, options: opened.options } as object,
      searchPath: [opened.schema],
    });
    try {
      await knex.migrate.latest({
        migrationSource: {
          getMigrations: async () => ["numipay"],
          getMigrationName: () => "numipay",
          getMigration: async () => knexMigration,
        },
      });
      await expect(knexMigration.down()).rejects.toThrow(/Drop the tables .* manually/);
    } finally {
      await knex.destroy();
    }
    expect(await readCurrent(opened)).toEqual(migrated);
  });

  it("are the same by the migration of Kysely", async () => {
    const opened = await openSchema();
    const db = new Kysely<NumipayTables>({
      dialect: new PostgresDialect({ pool: openPool({ options: opened.options }).pool }),
    });
    try {
      const provider = { getMigrations: async () => ({ numipay: kyselyMigration }) };
      const { error } = await new Migrator({ db, provider }).migrateToLatest();
      expect(error).toBeUndefined();
      expect(await readCurrent(opened)).toEqual(migrated);
      const [row] = await db.selectFrom("numipay_changes").selectAll().execute();
      expect(row).toMatchObject({ status: "successful", is_handled: true, content: null });
      expect(row?.recorded_at).toBeInstanceOf(Date);
      expect(row?.content_digest).toHaveLength(32);
    } finally {
      await db.destroy();
    }
  });

  it("are the same by the migration of TypeORM", async () => {
    const opened = await openSchema();
    const { host, port, user, database } = admin.settings;
    const dataSource = new DataSource({
      type: "postgres",
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port }),
      ...(user !== undefined && { username: user }),
      ...(database !== undefined && { database }),
      schema: opened.schema,
      extra: { options: opened.options },
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
    const opened = await openSchema();
    await opened.pool.query(`CREATE SEQUENCE ${drizzleSchema.numipayFence.seqName}`);
    for (const table of Object.values(drizzleSchema)) {
      if ("seqName" in table) continue;
      for (const statement of toDrizzleStatements(table)) await opened.pool.query(statement);
    }
    // Adds the functions and the version.
    await opened.pool.query(readSql("postgres"));
    expect(await readCurrent(opened)).toEqual(migrated);
  });

  it("are the same in the models of Prisma", () => {
    const columns = (migrated["columns"] ?? []) as Record<string, string | boolean | null>[];
    const types: Record<string, string> = {
      bigint: "BigInt",
      boolean: "Boolean",
      bytea: "Bytes",
      integer: "Int",
      text: "String",
      "timestamp with time zone": "DateTime @db.Timestamptz(6)",
    };
    const keys = (migrated["constraints"] ?? []) as { relname: string; definition: string }[];
    const expected = columns.map(({ relname, attname, type, attnotnull, value }) => ({
      table: relname,
      column: attname,
      type: types[String(type)],
      isRequired: attnotnull,
      value,
    }));
    const models = readModels(prismaSchema);
    expect(models.columns).toEqual(expected);
    for (const { table, key } of models.keys) {
      const name = table.replace(/^numipay_/, "");
      const found = keys.find(
        (one) => one.relname.endsWith(name) && one.definition.includes("KEY"),
      );
      expect(found?.definition).toBe(`PRIMARY KEY (${key.join(", ")})`);
    }
  });
});

/** The statements that Drizzle's tools generate for a table. */
function toDrizzleStatements(table: PgTable): string[] {
  const { name, columns, primaryKeys, indexes } = getTableConfig(table);
  const dialect = new PgDialect();
  const lines = columns.map((column) => {
    const { default: value } = column;
    const text = is(value, SQL) ? dialect.sqlToQuery(value).sql : String(value);
    return [
      `"${column.name}" ${column.getSQLType()}`,
      column.primary ? " PRIMARY KEY" : "",
      column.hasDefault ? ` DEFAULT ${text}` : "",
      column.notNull ? " NOT NULL" : "",
    ].join("");
  });
  const keys = primaryKeys.map((key) => {
    const list = key.columns.map((column) => `"${column.name}"`).join(", ");
    return `CONSTRAINT "${key.getName()}" PRIMARY KEY (${list})`;
  });
  return [
    `CREATE TABLE "${name}" (${[...lines, ...keys].join(", ")})`,
    ...indexes.map(({ config }) => {
      const list = config.columns.map((column) => `"${(column as { name: string }).name}"`);
      const where =
        config.where === undefined ? "" : ` WHERE ${dialect.sqlToQuery(config.where).sql}`;
      return `CREATE INDEX "${config.name}" ON "${name}" (${list.join(", ")})${where}`;
    }),
  ];
}
