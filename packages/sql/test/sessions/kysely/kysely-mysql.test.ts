import {
  CamelCasePlugin,
  type ControlledTransaction,
  Kysely,
  MysqlDialect,
  PostgresDialect,
  sql,
  SqliteDialect,
} from "kysely";
import { createPool, type Pool } from "mysql2";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { kyselyInbox } from "../../../src/kysely.js";
import { createApply } from "../../fixture.js";
import { createDatabase, describeWithMysql, mysqlSettings } from "../../mysql-server.js";
import { describeLibrary } from "../library/library-suite.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { nestInSavepoint } from "./nest-in-savepoint.js";

describeLibrary<ControlledTransaction<object>>(
  {
    entry: "kysely",
    open({ max, application_name: _name, ...settings }, options) {
      const pool = createPool({ ...settings, connectionLimit: max });
      const db = new Kysely<object>({ dialect: new MysqlDialect({ pool }) });
      return {
        inbox: kyselyInbox({ db, pool, ...options }),
        query: (text) => sql.raw(text).execute(db),
        end: () => pool.promise().end(),
      };
    },
    run: (tx, text) => sql.raw(text).execute(tx),
    nestsByCallback: false,
    nest: nestInSavepoint,
  },
  mariadb,
);

interface Database {
  items: { itemName: string };
}

describeWithMysql("tx of Kysely on MariaDB", () => {
  let created: Awaited<ReturnType<typeof createDatabase>>;
  let pool: Pool;
  let db: Kysely<Database>;
  let apply: ReturnType<typeof createApply<ControlledTransaction<Database>>>["apply"];
  const names = async () =>
    (await db.selectFrom("items").select("itemName").orderBy("itemName").execute()).map(
      ({ itemName }) => itemName,
    );
  const insert = (tx: Kysely<Database>, itemName: string) =>
    tx.insertInto("items").values({ itemName }).executeTakeFirst();

  beforeAll(async () => {
    created = await createDatabase();
    pool = createPool({ ...mysqlSettings, database: created.database });
    db = new Kysely<Database>({
      dialect: new MysqlDialect({ pool }),
      plugins: [new CamelCasePlugin()],
    });
    await pool
      .promise()
      .query("CREATE TABLE items (id int AUTO_INCREMENT PRIMARY KEY, item_name varchar(20))");
    const inbox = kyselyInbox({ db, pool });
    await inbox.migrate();
    ({ apply } = createApply(inbox));
  });
  beforeEach(async () => {
    await pool.promise().query("TRUNCATE items");
  });
  afterAll(async () => {
    await pool.promise().end();
    await created.drop();
  });

  it("has the plugins and results of the application", async () => {
    const { outcome, reason } = await apply(async (tx) => {
      expect(await insert(tx, "a")).toMatchObject({ insertId: 1n, numInsertedOrUpdatedRows: 1n });
      await insert(tx.withSchema(created.database), "b");
      expect(await tx.selectFrom("items").select("itemName").execute()).toEqual([
        { itemName: "a" },
        { itemName: "b" },
      ]);
      const updated = await tx.updateTable("items").set({ itemName: "c" }).executeTakeFirst();
      expect(updated.numUpdatedRows).toBe(2n);
      expect((await tx.introspection.getTables()).length).toBeGreaterThan(0);
    });
    expect({ outcome, reason }).toEqual({ outcome: "processed", reason: "undefined" });
    expect(await names()).toEqual(["c", "c"]);
  });

  it.each<[string, RegExp, (tx: ControlledTransaction<Database>) => Promise<unknown>]>([
    ["commit()", /would end the inbox's/, (tx) => tx.commit().execute()],
    ["rollback()", /would end the inbox's/, (tx) => tx.rollback().execute()],
    ["the schema builder", /may commit/, (tx) => tx.schema.createTable("other").execute()],
    [
      "a query without plugins",
      /would end the inbox's/,
      (tx) => sql`COMMIT`.execute(tx.withoutPlugins()),
    ],
  ])("rejects %s", async (_name, why, end) => {
    const { outcome, reason } = await apply(async (tx) => {
      await insert(tx, "before");
      await end(tx).catch(() => undefined);
      await insert(tx, "after").catch(() => undefined);
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(why);
    expect(await names()).toEqual([]);
  });

  it("rejects streams", async () => {
    const { reason } = await apply(async (tx) => {
      for await (const _row of tx.selectFrom("items").selectAll().stream()) continue;
    });
    expect(reason).toMatch(/cannot stream on MariaDB/);
  });
});

it("names the options and dialects of other databases", () => {
  const pool = createPool(mysqlSettings);
  const db = new Kysely({ dialect: new MysqlDialect({ pool }) });
  expect(() => kyselyInbox({ db })).toThrow(/^pool must be the pool of "mysql2"/);
  const promises = pool.promise() as never;
  expect(() => kyselyInbox({ db, pool: promises })).toThrow(/^pool must be the pool of "mysql2"/);
  expect(() => kyselyInbox({ db, pool, schema: "shop" })).toThrow(/^schema applies to PostgreSQL/);
  expect(() => kyselyInbox({ db, pool, maxHandlers: 3 })).toThrow(/^maxHandlers does not apply/);
  const onPg = new Kysely({ dialect: new PostgresDialect({ pool: {} as never }) });
  expect(() => kyselyInbox({ db: onPg, pool, database: "shop" })).toThrow(/^database applies to/);
  const sqlite = new Kysely({ dialect: new SqliteDialect({ database: {} as never }) });
  expect(() => kyselyInbox({ db: sqlite })).toThrow(/PostgreSQL or MySQL.*Use sqliteInbox/);
});
