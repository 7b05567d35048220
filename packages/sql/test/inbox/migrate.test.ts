import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pgInbox } from "../../src/pg.js";
import { migrations } from "../../src/dialects/postgres/migrations.js";
import { toTableNames } from "../../src/dialects/postgres/table-names.js";
import { describeWithPostgres, openPool, randomName } from "../server.js";
import { createApply } from "../fixture.js";
import { toSql } from "../to-sql.js";

// Guards against tables of an older version: decision 0025.
describe("the SQL files in migrations/postgres", () => {
  it("match what migrate runs", () => {
    const files = ["0001.sql", "0002.sql", "0003.sql"].map((name) =>
      readFileSync(new URL(`../../migrations/postgres/${name}`, import.meta.url), "utf8"),
    );
    expect(files).toEqual(migrations.map((_, at) => toSql(toTableNames(), at, at + 1)));
  });
});

describeWithPostgres("migrate", () => {
  const schema = randomName();
  const { pool } = openPool();
  const inbox = pgInbox({ pool, schema });
  const names = toTableNames({ schema });

  beforeAll(async () => {
    await pool.query(`CREATE SCHEMA "${schema}"`);
  });
  afterAll(async () => {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await pool.end();
  });

  it("creates the tables in concurrent calls", async () => {
    await expect(inbox.ping()).rejects.toThrow(/missing or outdated.*inbox.migrate/);
    expect(await createApply(inbox).apply(() => undefined)).toMatchObject({
      outcome: "inbox-unavailable",
      reason: expect.stringMatching(/missing or outdated.*migrate/),
    });
    await Promise.all([inbox.migrate(), inbox.migrate(), inbox.migrate()]);
    await inbox.ping();
    expect((await createApply(inbox).apply(() => undefined)).outcome).toBe("processed");
  });

  it("works in a schema whose name needs quotes", async () => {
    const name = `it's "q" ${randomName()}`;
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await pool.query(`CREATE SCHEMA ${quoted}`);
    const other = openPool().pool;
    other.on("connect", (client) => void client.query(`SET search_path = ${quoted}`));
    try {
      const quotedInbox = pgInbox({ pool: other });
      await quotedInbox.migrate();
      expect((await createApply(quotedInbox).apply(() => undefined)).outcome).toBe("processed");
    } finally {
      await other.end();
      await pool.query(`DROP SCHEMA ${quoted} CASCADE`);
    }
  });

  it("needs no DELETE privilege to remove a delivery", async () => {
    const role = randomName();
    await inbox.migrate();
    await pool.query(`CREATE ROLE "${role}" LOGIN`);
    await pool.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${role}"`);
    await pool.query(
      `GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA "${schema}" TO "${role}"`,
    );
    const limited = openPool({ user: role }).pool;
    try {
      const { unreadable } = pgInbox({ pool: limited, schema });
      const entry = {
        key: "b".repeat(64),
        account: "eu",
        receivedAt: "2026-11-26T10:00:00.000Z",
        text: "customer data",
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

  it("only reads if the tables are current", async () => {
    const { apply } = createApply(inbox);
    const { outcome } = await apply(() => inbox.migrate());
    expect(outcome).toBe("processed");
  });

  it("creates tables without accounts", async () => {
    const fresh = pgInbox({ pool, schema, tablePrefix: "fresh_" });
    await fresh.migrate();
    expect((await fresh.accounts.read()).size).toBe(0);
    await fresh.addAccount('odd "name" \\ \u0000 \uD800');
    expect([...(await fresh.accounts.read()).keys()]).toEqual(['odd "name" \\ \u0000 \uD800']);
  });
});
