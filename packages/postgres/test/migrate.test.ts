import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresInbox } from "../src/index.js";
import { migrations } from "../src/migrations.js";
import { toTableNames } from "../src/table-names.js";
import { noServer, openPool, randomName } from "./server.js";
import { createApply } from "./stage.js";

test("the SQL files in the package are what migrate runs", () => {
  const names = ["0001.sql", "0002.sql"];
  const files = names.map((name) =>
    readFileSync(new URL(`../migrations/${name}`, import.meta.url), "utf8"),
  );
  expect(files).toEqual(migrations.map((toSql) => toSql(toTableNames())));
});

describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  const schema = randomName();
  const { pool } = openPool();
  const inbox = postgresInbox({ pool, schema });
  const names = toTableNames({ schema });

  beforeAll(async () => {
    await pool.query(`CREATE SCHEMA "${schema}"`);
  });
  afterAll(async () => {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await pool.end();
  });

  test("brings tables of version 1 to this one", async () => {
    await pool.query(migrations[0]?.(names) ?? "");
    await pool.query(
      `INSERT INTO ${names.changes} (transaction_key, status, is_final, fence, content_digest) VALUES ('deposit:1', 'successful', true, 1, 'x')`,
    );
    await expect(inbox.ping()).rejects.toThrow(/of an older version.*inbox.migrate/);
    await Promise.all([inbox.migrate(), inbox.migrate(), inbox.migrate()]);
    await inbox.ping();
    // What was recorded belongs to the unnamed account, so another name would apply it again.
    expect([...(await inbox.accounts.read()).keys()]).toEqual(["default"]);
    const { rows } = await pool.query(`SELECT is_handled FROM ${names.changes}`);
    expect(rows).toEqual([{ is_handled: true }]);
  });

  test("only reads where nothing is to be done", async () => {
    const { apply } = createApply(inbox);
    const { outcome } = await apply(() => inbox.migrate());
    expect(outcome).toBe("processed");
  });

  test("knows no account in fresh tables", async () => {
    const fresh = postgresInbox({ pool, schema, tablePrefix: "fresh_" });
    await fresh.migrate();
    expect((await fresh.accounts.read()).size).toBe(0);
    await fresh.addAccount('odd "name" \\ \u0000 \uD800');
    expect([...(await fresh.accounts.read()).keys()]).toEqual(['odd "name" \\ \u0000 \uD800']);
  });
});
