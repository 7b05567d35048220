import {
  CamelCasePlugin,
  type ControlledTransaction,
  Kysely,
  MysqlDialect,
  PostgresDialect,
  sql,
} from "kysely";
import { Pool } from "pg";
import Cursor from "pg-cursor";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { kyselyInbox } from "../../../src/kysely.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";
import { describeLibrary } from "../library/library-suite.js";
import { nestInSavepoint } from "./nest-in-savepoint.js";

describeLibrary<ControlledTransaction<object>>({
  entry: "kysely",
  open(settings, options) {
    const pool = new Pool(settings);
    const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) });
    return {
      inbox: kyselyInbox({ db, pool, ...options }),
      query: (text) => sql.raw(text).execute(db),
      end: () => db.destroy(),
    };
  },
  run: (tx, text) => sql.raw(text).execute(tx),
  nestsByCallback: false,
  nest: nestInSavepoint,
});

interface Database {
  items: { itemName: string };
}

describeWithPostgres("tx of Kysely", () => {
  const name = randomName();
  const { pool } = openPool({ options: `-c search_path=${name}` });
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool, cursor: Cursor }),
    plugins: [new CamelCasePlugin()],
  });
  const inbox = kyselyInbox({ db, pool });
  const { apply } = createApply(inbox);
  const names = async () =>
    (await db.selectFrom("items").select("itemName").orderBy("itemName").execute()).map(
      ({ itemName }) => itemName,
    );
  const insert = (tx: Kysely<Database>, itemName: string) =>
    tx.insertInto("items").values({ itemName }).execute();

  beforeAll(async () => {
    await pool.query(`CREATE SCHEMA "${name}"; CREATE TABLE items (item_name text)`);
    await inbox.migrate();
  });
  beforeEach(async () => {
    await pool.query("TRUNCATE items");
  });
  afterAll(async () => {
    await pool.query(`DROP SCHEMA "${name}" CASCADE`);
    await db.destroy();
  });

  it("has the plugins of the application", async () => {
    const { outcome, reason } = await apply(async (tx) => {
      await insert(tx, "a");
      await insert(tx.withSchema(name), "b");
      expect(await tx.selectFrom("items").selectAll().execute()).toHaveLength(2);
      const seen: string[] = [];
      for await (const { itemName } of tx.selectFrom("items").selectAll().stream(1))
        seen.push(itemName);
      expect(seen).toEqual(["a", "b"]);
      expect((await tx.introspection.getTables()).length).toBeGreaterThan(0);
    });
    expect({ outcome, reason }).toEqual({ outcome: "processed", reason: "undefined" });
    expect(await names()).toEqual(["a", "b"]);
  });

  it.each<[string, (tx: ControlledTransaction<Database>) => Promise<unknown>]>([
    ["commit()", (tx) => tx.commit().execute()],
    ["rollback()", (tx) => tx.rollback().execute()],
    ["a query without plugins", (tx) => sql`COMMIT`.execute(tx.withoutPlugins())],
  ])("rejects %s", async (_name, end) => {
    const { outcome, reason } = await apply(async (tx) => {
      await insert(tx, "before");
      await end(tx).catch(() => undefined);
      await insert(tx, "after").catch(() => undefined);
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(/would end the inbox's transaction/);
    expect(await names()).toEqual([]);
  });

  it("rejects another dialect", () => {
    const mysql = new Kysely({ dialect: new MysqlDialect({ pool: {} as never }) });
    expect(() => kyselyInbox({ db: mysql })).toThrow(/^pool must be the pool of "mysql2"/);
    expect(() => kyselyInbox({ db, maxHandlers: 0 })).toThrow(/maxHandlers/);
  });
});
