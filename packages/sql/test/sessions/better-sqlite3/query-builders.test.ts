import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import knex from "knex";
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { expect, it } from "vitest";
import type { SqliteTransaction } from "../../../src/better-sqlite3.js";
import { describeWithSqlite, openSqliteFixture } from "../../sqlite.js";

const effectsTable = sqliteTable("effects", {
  at: integer().primaryKey(),
  name: text().unique(),
});

describeWithSqlite("Drizzle on tx", () => {
  it("commits with the record", async () => {
    const { apply, effects, records } = await openSqliteFixture();
    const result = await apply((tx) => {
      const db = drizzle(tx);
      db.insert(effectsTable).values({ name: "a" }).run();
      expect(db.select().from(effectsTable).where(eq(effectsTable.name, "a")).get()?.name).toBe(
        "a",
      );
      expect(db.all(sql`SELECT name FROM effects`)).toEqual([{ name: "a" }]);
    });
    expect(result).toMatchObject({ outcome: "processed" });
    expect([effects(), records()]).toEqual([["a"], 1]);
  });

  it("nests its transactions as savepoints", async () => {
    const { apply, effects } = await openSqliteFixture();
    const result = await apply((tx) => {
      const db = drizzle(tx);
      db.transaction((outer) => {
        outer.insert(effectsTable).values({ name: "a" }).run();
        expect(() =>
          outer.transaction((inner) => {
            inner.insert(effectsTable).values({ name: "b" }).run();
            inner.rollback();
          }),
        ).toThrow("Rollback");
        outer.transaction((inner) => inner.insert(effectsTable).values({ name: "c" }).run());
      });
      expect(() =>
        db.transaction((outer) => {
          outer.insert(effectsTable).values({ name: "d" }).run();
          throw new Error("no");
        }),
      ).toThrow("no");
    });
    expect(result).toMatchObject({ outcome: "processed" });
    expect(effects()).toEqual(["a", "c"]);
  });

  it("fails an async handler", async () => {
    const { apply, effects, records } = await openSqliteFixture();
    const handler = async (tx: SqliteTransaction): Promise<void> => {
      await drizzle(tx).insert(effectsTable).values({ name: "a" });
    };
    const result = await apply(handler as unknown as () => undefined);
    expect(result.reason).toContain("tx is synchronous");
    expect([effects(), records()]).toEqual([[], 0]);
  });

  it("rejects a prepared query once the handler has returned", async () => {
    const { apply, effects } = await openSqliteFixture();
    let late: (() => unknown) | undefined;
    await apply((tx) => {
      const insert = drizzle(tx).insert(effectsTable).values({ name: "a" }).prepare();
      insert.run();
      late = () => insert.run();
    });
    expect(() => late?.()).toThrow("after it had returned");
    expect(effects()).toEqual(["a"]);
  });
});

describeWithSqlite("Kysely with tx", () => {
  interface Tables {
    effects: { at: number | undefined; name: string };
  }
  const compiler = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const run = (tx: SqliteTransaction, query: Compilable) => {
    const compiled = query.compile();
    return tx.prepare(compiled.sql).run(...compiled.parameters);
  };

  it("runs a compiled query", async () => {
    const { apply, effects } = await openSqliteFixture();
    const result = await apply((tx) => {
      run(tx, compiler.insertInto("effects").values({ name: "a" }));
    });
    expect(result).toMatchObject({ outcome: "processed" });
    expect(effects()).toEqual(["a"]);
  });

  it("fails a handler that executes a query", async () => {
    const { apply, effects } = await openSqliteFixture();
    const handler = (tx: SqliteTransaction) =>
      new Kysely<Tables>({ dialect: new SqliteDialect({ database: tx }) })
        .insertInto("effects")
        .values({ name: "a" })
        .execute();
    const result = await apply(handler as unknown as () => undefined);
    expect(result.reason).toContain("tx is synchronous");
    expect(effects()).toEqual([]);
  });
});

describeWithSqlite("Knex with tx", () => {
  it("runs a compiled query", async () => {
    const { apply, effects } = await openSqliteFixture();
    const builder = knex({ client: "better-sqlite3", useNullAsDefault: true });
    const result = await apply((tx) => {
      const compiled = builder("effects").insert({ name: "a" }).toSQL().toNative();
      tx.prepare(compiled.sql).run(...compiled.bindings);
    });
    expect(result).toMatchObject({ outcome: "processed" });
    expect(effects()).toEqual(["a"]);
  });
});
