import { eq, sql } from "drizzle-orm";
import { decimal, int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { drizzle, type MySql2Database } from "drizzle-orm/mysql2";
import { createPool } from "mysql2";
import { createPool as createPromisePool } from "mysql2/promise";
import { expect, it } from "vitest";
import { drizzleInbox } from "../../../src/drizzle.js";
import { createApply } from "../../fixture.js";
import { createDatabase, describeWithMysql, mysqlSettings } from "../../mysql-server.js";
import { describeLibrary } from "../library/library-suite.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { unwrapped } from "./unwrapped.js";

describeLibrary<MySql2Database>(
  {
    entry: "drizzle",
    open({ max, application_name: _name, ...settings }, options) {
      const client = createPromisePool({ ...settings, connectionLimit: max });
      const inbox = drizzleInbox<MySql2Database>({
        client,
        drizzle: (given) => drizzle(given),
        ...options,
      });
      return { inbox, query: (text) => client.query(text), end: () => client.end() };
    },
    run: (tx, text) => unwrapped(tx.execute(sql.raw(text))),
    nest: (tx, callback) => unwrapped(tx.transaction((inner) => callback(inner as typeof tx))),
  },
  mariadb,
);

describeWithMysql("tx of Drizzle on MariaDB", () => {
  it("has the schema and the options of the application", async () => {
    const items = mysqlTable("items", {
      id: int().autoincrement().primaryKey(),
      itemName: varchar({ length: 20 }),
      amount: decimal(),
    });
    const { database, drop } = await createDatabase();
    const client = createPool({ ...mysqlSettings, database });
    const pool = client.promise();
    await pool.query(
      "CREATE TABLE items (id int AUTO_INCREMENT PRIMARY KEY, item_name varchar(20), amount decimal)",
    );
    const inbox = drizzleInbox({
      client,
      drizzle: (given) =>
        drizzle(given, { schema: { items }, mode: "default", casing: "snake_case" }),
    });
    await inbox.migrate();
    const { apply } = createApply(inbox);
    const { outcome, reason } = await apply(async (tx) => {
      const [{ id }] = (await tx.insert(items).values({ itemName: "a" }).$returningId()) as [
        { id: number },
      ];
      await tx.update(items).set({ amount: "2" }).where(eq(items.id, id));
      expect(await tx.query.items.findMany()).toEqual([{ id: 1, itemName: "a", amount: "2" }]);
      await tx
        .transaction(async (inner) => {
          await inner.insert(items).values({ itemName: "b" });
          inner.rollback();
        })
        .catch(() => undefined);
    });
    expect({ outcome, reason }).toEqual({ outcome: "processed", reason: "undefined" });
    const [rows] = await pool.query("SELECT item_name, amount FROM items");
    expect(rows).toEqual([{ item_name: "a", amount: "2" }]);
    await pool.end();
    await drop();
  });
});

it("names the options of PostgreSQL", () => {
  const client = createPool(mysqlSettings);
  const create = () => undefined;
  expect(() => drizzleInbox({ client, drizzle: create, schema: "shop" } as never)).toThrow(
    /^schema applies to PostgreSQL only/,
  );
  expect(() => drizzleInbox({ client: { prepare: create }, drizzle: create } as never)).toThrow(
    /a pool of mysql2\. For SQLite, use sqliteInbox/,
  );
});
