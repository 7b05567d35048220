import { eq, sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { numeric, pgTable, text as textColumn } from "drizzle-orm/pg-core";
import { Pool } from "pg";
import { expect, it } from "vitest";
import { drizzleInbox } from "../../../src/drizzle.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";
import { describeLibrary } from "../library/library-suite.js";
import { unwrapped } from "./unwrapped.js";

describeLibrary<NodePgDatabase>({
  entry: "drizzle",
  open(settings, options) {
    const pool = new Pool(settings);
    const inbox = drizzleInbox<NodePgDatabase>({
      client: pool,
      drizzle: (client) => drizzle(client),
      ...options,
    });
    return { inbox, query: (text) => pool.query(text), end: () => pool.end() };
  },
  run: (tx, text) => unwrapped(tx.execute(sql.raw(text))),
  nest: (tx, callback) => unwrapped(tx.transaction((inner) => callback(inner))),
  closesConnections: true,
});

describeWithPostgres("tx of Drizzle", () => {
  it("has the schema and the options of the application", async () => {
    const items = pgTable("items", { itemName: textColumn(), amount: numeric() });
    const name = randomName();
    const { pool } = openPool({ options: `-c search_path=${name}` });
    await pool.query(
      `CREATE SCHEMA "${name}"; CREATE TABLE items (item_name text, amount numeric)`,
    );
    const inbox = drizzleInbox({
      client: pool,
      drizzle: (client) => drizzle(client, { schema: { items }, casing: "snake_case" }),
    });
    await inbox.migrate();
    const { apply } = createApply(inbox);
    const { outcome, reason } = await apply(async (tx) => {
      await tx.insert(items).values({ itemName: "a", amount: "1" });
      await tx.update(items).set({ amount: "2" }).where(eq(items.itemName, "a"));
      expect(await tx.query.items.findMany()).toEqual([{ itemName: "a", amount: "2" }]);
      await tx
        .transaction(async (inner) => {
          await inner.insert(items).values({ itemName: "b" });
          inner.rollback();
        })
        .catch(() => undefined);
    });
    expect({ outcome, reason }).toEqual({ outcome: "processed", reason: "undefined" });
    const { rows } = await pool.query("SELECT item_name, amount FROM items");
    expect(rows).toEqual([{ item_name: "a", amount: "2" }]);
    await pool.query(`DROP SCHEMA "${name}" CASCADE`);
    await pool.end();
  });

  it("rejects other objects", () => {
    const other = { client: {} as Pool, drizzle: () => undefined };
    expect(() => drizzleInbox(other)).toThrow(/client must be a Pool of pg/);
    expect(() => drizzleInbox({ client: new Pool() } as never)).toThrow(/drizzle must be/);
  });
});
