import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresInbox } from "../src/index.js";
import { migrations } from "../src/migrations.js";
import { toTableNames } from "../src/table-names.js";
import { noServer, openPool, randomName } from "./server.js";
import { createApply } from "./stage.js";

test("the SQL files in the package are what migrate runs", () => {
  const names = ["0001.sql", "0002.sql", "0003.sql"];
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

  test("adds to tables of version 2 what keeps unreadable deliveries, and refuses them until then", async () => {
    const older = toTableNames({ schema, tablePrefix: "older_" });
    const ofOlder = postgresInbox({ pool, schema, tablePrefix: "older_" });
    for (const toSql of migrations.slice(0, 2)) await pool.query(toSql(older));
    const entry = {
      key: "a".repeat(64),
      account: "default",
      receivedAt: "2026-11-26T10:00:00.123Z",
      text: "{}",
      problem: "no user_id",
    };
    await expect(ofOlder.unreadable.add(entry)).rejects.toThrow(/of an older version.*migrate/);
    await expect(ofOlder.unreadable.list()).rejects.toThrow(/of an older version.*migrate/);
    await expect(ofOlder.ping()).rejects.toThrow(/of an older version.*migrate/);
    // Changes are applied all the same.
    expect((await createApply(ofOlder).apply(() => undefined)).outcome).toBe("processed");
    await ofOlder.migrate();
    await ofOlder.ping();
    await ofOlder.unreadable.add(entry);
    expect(await ofOlder.unreadable.list()).toEqual([entry]);
  });

  test("needs no right to delete, and keeps no text of what is removed", async () => {
    const role = randomName();
    await inbox.migrate();
    await pool.query(`CREATE ROLE "${role}" LOGIN`);
    await pool.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${role}"`);
    await pool.query(
      `GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA "${schema}" TO "${role}"`,
    );
    const limited = openPool({ user: role }).pool;
    try {
      const { unreadable } = postgresInbox({ pool: limited, schema });
      const entry = {
        key: "b".repeat(64),
        account: "eu",
        receivedAt: "2026-11-26T10:00:00.000Z",
        text: "a customer's data",
        problem: "no JSON",
      };
      await unreadable.add(entry);
      await unreadable.remove(entry.key);
      expect(await unreadable.list()).toEqual([]);
      const { rows } = await pool.query(
        `SELECT account, signed_text, removed_at IS NOT NULL AS removed FROM ${names.unreadable}`,
      );
      expect(rows).toEqual([{ account: "eu", signed_text: null, removed: true }]);
    } finally {
      await limited.end();
      await pool.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    }
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
