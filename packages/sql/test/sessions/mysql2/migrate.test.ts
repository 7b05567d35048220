import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { migrations } from "../../../src/dialects/mysql/migrations.js";
import { toTableNames } from "../../../src/dialects/mysql/table-names.js";
import { mysqlInbox, mysqlJournal } from "../../../src/mysql2.js";
import { newChange } from "../../changes.js";
import { createApply } from "../../fixture.js";
import {
  createDatabase,
  describeWithMysql,
  mysqlSettings,
  type OpenedPool,
  openMysqlPool,
} from "../../mysql-server.js";
import { randomName } from "../../server.js";

describe("the SQL files in migrations/mysql", () => {
  it("match what migrate runs", () => {
    const files = ["0001.sql", "0002.sql"].map((name) =>
      readFileSync(new URL(`../../../migrations/mysql/${name}`, import.meta.url), "utf8"),
    );
    expect(files).toEqual(
      migrations.map((toStatements) => `${toStatements(toTableNames()).join(";\n\n")};\n`),
    );
  });
});

describeWithMysql("migrate on MariaDB", () => {
  let created: Awaited<ReturnType<typeof createDatabase>>;
  let admin: OpenedPool;
  let limited: OpenedPool | undefined;
  const user = randomName().slice(0, 30);

  beforeAll(async () => {
    const { pool } = openMysqlPool({});
    await pool.query(`CREATE USER ${user}@'%'`);
    await pool.end();
  });
  beforeEach(async () => {
    created = await createDatabase();
    admin = openMysqlPool({ database: created.database });
  });
  afterEach(async () => {
    await limited?.pool.end();
    limited = undefined;
    await admin.pool.end();
    await created.drop();
  });
  afterAll(async () => {
    const { pool } = openMysqlPool({});
    await pool.query(`DROP USER ${user}@'%'`);
    await pool.end();
  });

  /** Opens a pool of a user with these privileges. */
  async function openLimited(privileges: string): Promise<OpenedPool> {
    await admin.pool.query(`GRANT ${privileges} ON ${created.database}.* TO ${user}@'%'`);
    limited = openMysqlPool({ user, password: "", database: created.database });
    return limited;
  }

  it("runs in six processes at the same time", { timeout: 120_000 }, async () => {
    const program = fileURLToPath(
      new URL("../../programs/dist/mysql-migrate-process.js", import.meta.url),
    );
    const settings = JSON.stringify({ ...mysqlSettings, database: created.database });
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, [program, settings], { stdio: ["pipe", "pipe", "inherit"] }),
    );
    await Promise.all(children.map(({ stdout }) => once(stdout, "data")));
    const ended = children.map((child) => once(child, "exit"));
    for (const { stdin } of children) stdin.write("go");
    expect((await Promise.all(ended)).map(([code]) => code)).toEqual(children.map(() => 0));
    const [rows] = await admin.pool.query("SELECT version FROM numipay_migrations");
    expect(rows).toEqual([{ version: 1 }, { version: 2 }]);
  });

  it("continues after any interrupted statement", async () => {
    const inbox = mysqlInbox({ pool: admin.pool });
    const journal = mysqlJournal({ pool: admin.pool });
    for (const [at, toStatements] of migrations.entries()) {
      // The second version adds the journal's tables. The last statement of each states that it is complete.
      const checked = at === 0 ? inbox : journal;
      for (const statement of toStatements(toTableNames()).slice(0, -1)) {
        await expect(checked.ping()).rejects.toThrow(/missing or outdated.*inbox.migrate/);
        await admin.pool.query(statement);
      }
      if (at === 0) await admin.pool.query("INSERT INTO numipay_migrations VALUES (1, NOW())");
    }
    await inbox.migrate();
    await inbox.ping();
    await journal.ping();
  });

  it("only reads if the tables are current", async () => {
    await mysqlInbox({ pool: admin.pool }).migrate();
    const { pool } = await openLimited("SELECT, INSERT, UPDATE");
    const inbox = mysqlInbox({ pool });
    await inbox.migrate();
    await inbox.ping();
    const { apply } = createApply(inbox);
    expect(await apply(() => inbox.migrate())).toMatchObject({ outcome: "processed" });
    await inbox.checkpoints.write("a", "b");
    await inbox.addAccount("eu");
    await inbox.accounts.rename("eu", "us");
  });

  it("explains which privileges are missing", async () => {
    const { pool } = await openLimited("SELECT");
    const inbox = mysqlInbox({ pool });
    await expect(inbox.migrate()).rejects.toThrow(/may not create or change them/);
    await mysqlInbox({ pool: admin.pool }).migrate();
    await expect(inbox.ping()).rejects.toThrow(/no permission to use its tables/);
    await expect(inbox.claim(newChange())).rejects.toThrow(/no permission to use its tables/);
  });

  it("explains how to create missing tables", async () => {
    const inbox = mysqlInbox({ pool: admin.pool });
    await expect(inbox.ping()).rejects.toThrow(/await inbox.migrate\(\)/);
    await expect(inbox.claim(newChange())).rejects.toThrow(/await inbox.migrate\(\)/);
    const elsewhere = mysqlInbox({ pool: admin.pool, database: randomName() });
    await expect(elsewhere.ping()).rejects.toThrow(/await inbox.migrate\(\)/);
  });

  it("creates its database and keeps inboxes apart", async () => {
    const database = randomName();
    const own = mysqlInbox({ pool: admin.pool, database });
    await own.migrate();
    await mysqlInbox({ pool: admin.pool }).migrate();
    const events = new Map();
    const id = "same";
    expect((await createApply(own, events).apply(() => undefined, { id })).outcome).toBe(
      "processed",
    );
    const here = createApply(mysqlInbox({ pool: admin.pool }), events);
    expect((await here.apply(() => undefined, { id })).outcome).toBe("processed");
    await admin.pool.query(`DROP DATABASE ${database}`);
  });
});
