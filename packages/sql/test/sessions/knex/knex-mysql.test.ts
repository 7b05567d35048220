import createKnex, { type Knex } from "knex";
import { raw } from "mysql2";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { knexInbox } from "../../../src/knex.js";
import { createApply } from "../../fixture.js";
import { createDatabase, describeWithMysql, mysqlSettings } from "../../mysql-server.js";
import { describeLibrary } from "../library/library-suite.js";
import { mariadb } from "../library/mariadb-under-test.js";

describeLibrary<Knex.Transaction>(
  {
    entry: "knex",
    open({ max, application_name: _name, ...connection }, options) {
      const log = { warn: () => undefined };
      const knex = createKnex({ client: "mysql2", connection, pool: { min: 0, max }, log });
      return {
        inbox: knexInbox({ knex, ...options }),
        query: async (text) => await knex.raw(text),
        end: () => knex.destroy(),
      };
    },
    run: async (tx, text) => await tx.raw(text),
    nest: (tx, callback) => tx.transaction((inner) => callback(inner)),
  },
  mariadb,
);

describeWithMysql("tx of Knex on MariaDB", () => {
  let created: Awaited<ReturnType<typeof createDatabase>>;
  let knex: Knex;
  let apply: ReturnType<typeof createApply<Knex.Transaction>>["apply"];
  const names = async () => (await knex("items").orderBy("name")).map((row) => row.name);

  beforeAll(async () => {
    created = await createDatabase();
    knex = createKnex({
      client: "mysql2",
      connection: { ...mysqlSettings, database: created.database },
      pool: { min: 0, max: 3 },
      // Changes what the application reads, and nothing that the inbox reads.
      postProcessResponse: (result: object | object[]) =>
        Array.isArray(result) ? result.map((row) => ({ ...row, seen: true })) : result,
    });
    const inbox = knexInbox({ knex });
    await inbox.migrate();
    await knex.schema.createTable("items", (table) => {
      table.increments("id");
      table.string("name");
    });
    ({ apply } = createApply(inbox));
  });
  beforeEach(() => knex("items").truncate());
  afterAll(async () => {
    await knex.destroy();
    await created.drop();
  });

  it("has the configuration of the application", async () => {
    const texts: string[] = [];
    const listen = ({ sql }: { sql: string }) => void texts.push(sql);
    knex.on("query", listen);
    const { outcome, reason } = await apply(async (tx) => {
      await tx("items").insert({ name: "a?" });
      await knex("items").insert({ name: "b" }).transacting(tx);
      expect(await tx("items").select("name")).toEqual([
        { name: "a?", seen: true },
        { name: "b", seen: true },
      ]);
      const seen: string[] = [];
      for await (const row of tx("items").select("name").stream()) seen.push(row.name);
      expect(seen).toEqual(["a?", "b"]);
      await tx.batchInsert("items", [{ name: "c" }, { name: "d" }], 1);
    });
    knex.off("query", listen);
    expect({ outcome, reason }).toEqual({ outcome: "processed", reason: "undefined" });
    expect(await names()).toEqual(["a?", "b", "c", "d"]);
    expect(texts.some((sql) => sql.startsWith("insert into"))).toBe(true);
  });

  it.each<[string, (tx: Knex.Transaction) => PromiseLike<unknown>]>([
    ["commit()", (tx) => tx.commit()],
    ["rollback()", (tx) => tx.rollback()],
    ["destroy()", (tx) => tx.destroy()],
    ["the schema builder", (tx) => tx.schema.createTable("other", (table) => table.increments())],
    ["truncate()", (tx) => tx("items").truncate()],
    ["SQL in a value", (tx) => tx.raw("SELECT ?", [raw("1; COMMIT") as never])],
  ])("rejects %s", async (_name, end) => {
    const { outcome, reason } = await apply(async (tx) => {
      await tx("items").insert({ name: "before" });
      await Promise.resolve(end(tx)).catch(() => undefined);
      await tx("items")
        .insert({ name: "after" })
        .then(undefined, () => undefined);
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(/rejected/);
    expect(await names()).toEqual([]);
  });
});

it("names the options and clients of other databases", () => {
  const knex = createKnex({ client: "mysql2" });
  expect(() => knexInbox({ knex, schema: "shop" })).toThrow(/^schema applies to PostgreSQL only/);
  const pg = createKnex({ client: "pg" });
  expect(() => knexInbox({ knex: pg, database: "shop" })).toThrow(/^database applies to MariaDB/);
  const sqlite = createKnex({ client: "better-sqlite3", useNullAsDefault: true });
  expect(() => knexInbox({ knex: sqlite })).toThrow(/"mysql2".*Use sqliteInbox/);
});
