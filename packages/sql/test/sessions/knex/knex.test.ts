import createKnex, { type Knex } from "knex";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { knexInbox } from "../../../src/knex.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";
import { describeLibrary, type LibrarySettings } from "../library/library-suite.js";

describeLibrary<Knex.Transaction>({
  entry: "knex",
  open({ max, ...connection }, options) {
    const log = { warn: () => undefined };
    const knex = createKnex({ client: "pg", connection, pool: { min: 0, max }, log });
    return {
      inbox: knexInbox({ knex, ...options }),
      query: async (text) => await knex.raw(text),
      end: () => knex.destroy(),
    };
  },
  run: async (tx, text) => await tx.raw(text),
  nest: (tx, callback) => tx.transaction((inner) => callback(inner)),
});

describeWithPostgres("tx of Knex", () => {
  const name = randomName();
  const { settings } = openPool();
  const { host, port, user, database } = settings as LibrarySettings;
  const knex = createKnex({
    client: "pg",
    connection: { host, port, user, database },
    searchPath: [name],
    pool: { min: 0, max: 3 },
    // Changes what the application reads, and nothing that the inbox reads.
    postProcessResponse: (result: object | object[]) =>
      [result].flat().map((row) => ({ ...row, seen: true })),
  });
  const inbox = knexInbox({ knex });
  const { apply } = createApply(inbox);
  const names = async () => (await knex("items").orderBy("name")).map((row) => row.name);

  beforeAll(async () => {
    await knex.raw(`CREATE SCHEMA "${name}"`);
    await inbox.migrate();
    await knex.schema.createTable("items", (table) => table.text("name"));
  });
  beforeEach(() => knex("items").truncate());
  afterAll(async () => {
    await knex.raw(`DROP SCHEMA "${name}" CASCADE`);
    await knex.destroy();
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
      for await (const [row] of tx("items").select("name").stream()) seen.push(row.name);
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
    [
      "a builder's raw statement",
      (tx) => tx("items").with("x", tx.raw("SELECT 1")).select(tx.raw("1; COMMIT")),
    ],
    [
      "the commit of an ended transaction",
      async (tx) => {
        const inner = await tx.transaction();
        await inner.commit();
        await tx.raw("COMMIT");
      },
    ],
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

  it("rejects another client", () => {
    expect(() => knexInbox({ knex: createKnex({ client: createKnex.Client }) })).toThrow(
      /client "pg"/,
    );
    expect(() => knexInbox({ knex: {} as Knex })).toThrow(/must be a Knex/);
  });
});
