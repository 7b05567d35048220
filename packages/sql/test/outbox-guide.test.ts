import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type EventRegistry,
  isAlreadyQueuedError,
  numipayWebhook,
  type Outbox,
} from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import Database from "better-sqlite3";
import type { Pool, PoolClient } from "pg";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { pgInbox } from "../src/pg.js";
import { createDatabase, describeWithMysql, mysqlSettings, openMysqlPool } from "./mysql-server.js";
import { describeWithPostgres, openPool, randomName } from "./server.js";
import { describeWithSqlite, newDatabasePath } from "./sqlite.js";

const page = readFileSync(new URL("../../../docs/guides/outbox.md", import.meta.url), "utf8");
const programs = fileURLToPath(new URL("programs", import.meta.url));

const accounts = [
  "CREATE TABLE accounts (user_id VARCHAR(40) PRIMARY KEY, balance NUMERIC(12, 2) NOT NULL)",
  "INSERT INTO accounts VALUES ('ada', '50.00')",
];

/** What a tab exports, and how the test closes what it opened. */
interface Tab {
  outbox: Outbox<never>;
  payOut: (tracking_id: string, user_id: string, amount: string) => Promise<void> | void;
  close: () => Promise<void> | void;
}

/** The first TypeScript block after a text of the page. */
function blockAfter(text: string): string {
  const [, block] = /```ts[^\n]*\n([\s\S]*?)```/.exec(page.slice(page.indexOf(text))) ?? [];
  if (!page.includes(text) || block === undefined) throw new Error(`No block after ${text}.`);
  return block;
}

/** Runs a block as a module of this package, with the sources in place of the published entries. */
async function load(code: string): Promise<unknown> {
  const folder = mkdtempSync(join(programs, "guide-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "block.ts");
  const local = code
    .replaceAll(/"@numipay\/sql\/([\w-]+)"/g, '"../../../src/$1.js"')
    .replace('"./generated/', '"../generated/');
  writeFileSync(path, local);
  return import(pathToFileURL(path).href);
}

async function openGateway() {
  const sandbox = await createSandbox();
  onTestFinished(() => sandbox.close());
  const { url } = await sandbox.listen();
  vi.stubEnv("NUMIPAY_API_KEY", sandbox.apiKey);
  vi.stubEnv("NUMIPAY_BASE_URL", url);
  onTestFinished(() => void vi.unstubAllEnvs());
  return sandbox;
}

async function createPostgres() {
  const { pool: admin, settings } = openPool();
  const database = randomName();
  await admin.query(`CREATE DATABASE ${database}`);
  const { pool } = openPool({ database });
  onTestFinished(async () => {
    await pool.end();
    await untilDisconnected(admin, database);
    await admin.query(`DROP DATABASE ${database}`);
    await admin.end();
  });
  for (const statement of accounts) await pool.query(statement);
  const { host = "", port = 0, user = "" } = settings;
  vi.stubEnv("DATABASE_URL", `postgres://${user}@${host}:${port}/${database}`);
  return pool;
}

/** A closed pool does not wait for the server to notice. */
async function untilDisconnected(admin: Pool, database: string) {
  for (let waits = 0; waits < 2000; waits += 1) {
    const { rowCount } = await admin.query("SELECT FROM pg_stat_activity WHERE datname = $1", [
      database,
    ]);
    if (rowCount === 0) return;
    await pause(10);
  }
}

/** Pays out 30.00 of the 50.00 once, and returns the balance. */
async function runTab(name: string, close: string, readBalance: () => Promise<unknown>) {
  const sandbox = await openGateway();
  const code = `${blockAfter(`**${name}**`)}\nexport const close = () => ${close};\n`;
  const { outbox, payOut, close: closeTab } = (await load(code)) as Tab;
  onTestFinished(() => closeTab());
  outbox.on("refused", () => undefined as never);
  const attempt = async (tracking_id: string, user_id: string, amount: string) =>
    payOut(tracking_id, user_id, amount);

  await attempt("payout-1", "ada", "30.00");
  await expect(attempt("payout-2", "ada", "30.00")).rejects.toThrow("The balance is too low.");
  await expect(attempt("payout-3", "bob", "1.00")).rejects.toThrow("The balance is too low.");
  await expect(attempt("payout-1", "ada", "5.00")).rejects.toSatisfy(isAlreadyQueuedError);
  expect(sandbox.transactions()).toEqual([]);
  expect(await outbox.runOnce()).toMatchObject({ confirmed: 1, refused: 0, unknown: 0, failed: 0 });
  expect(sandbox.transactions()).toMatchObject([{ tracking_id: "payout-1", amount: "30.00" }]);
  return Number(await readBalance());
}

describeWithPostgres("the outbox guide on PostgreSQL", () => {
  it.each([
    ["pg", "pool.end()"],
    ["Prisma", "prisma.$disconnect()"],
    ["TypeORM", "dataSource.destroy()"],
    ["Drizzle", "client.end()"],
    ["Kysely", "db.destroy()"],
    ["Knex", "knex.destroy()"],
    ["postgres.js", "sql.end()"],
  ])("pays out once with %s", async (name, close) => {
    const pool = await createPostgres();
    const balance = await runTab(name, close, async () => {
      const { rows } = await pool.query<{ balance: string }>("SELECT balance FROM accounts");
      return rows[0]?.balance;
    });
    expect(balance).toBe(20);
  });

  it("returns the amount of a payout once", async () => {
    const sandbox = await openGateway();
    const pool = await createPostgres();
    await pool.query(
      "CREATE TABLE payouts (tracking_id text, user_id text, amount numeric, state text, url text)",
    );
    await pool.query("INSERT INTO payouts VALUES ('payout-1', 'ada', 30, 'queued')");
    const tab = (await load(
      `${blockAfter("**pg**")}\nexport const close = () => pool.end();`,
    )) as Tab;
    onTestFinished(() => tab.close());
    const { handleOutcomes } = (await load(blockAfter("## Handle the outcomes"))) as {
      handleOutcomes: (outbox: unknown, webhook: EventRegistry<PoolClient>) => void;
    };
    const { signaturePassword } = sandbox;
    const webhook = numipayWebhook({ inbox: pgInbox({ pool }), signaturePassword });
    handleOutcomes(tab.outbox, webhook);
    const read = async () =>
      (await pool.query("SELECT state, url, balance FROM payouts, accounts")).rows[0] as unknown;

    await tab.payOut("payout-1", "ada", "30.00");
    expect(await tab.outbox.runOnce()).toMatchObject({ confirmed: 1, failed: 0 });
    const url = expect.stringContaining("/cashier/") as string;
    expect(await read()).toEqual({ state: "sent", url, balance: "20.00" });

    for (const status of ["expired", "rejected"]) {
      const event = { ...exampleTransaction(), tracking_id: "payout-1", status };
      const delivery = signDelivery(
        { ...event, transaction_type: "withdrawal" },
        { signaturePassword },
      );
      const request = new Request("http://shop.test/webhooks/numipay", delivery);
      expect((await webhook.fetch(request)).status).toBe(200);
    }
    expect(await read()).toMatchObject({ state: "returned", balance: "50.00" });
  });
});

describeWithMysql("the outbox guide on MariaDB", () => {
  it("pays out once with mysql2", async () => {
    const { database, drop } = await createDatabase();
    onTestFinished(drop);
    const { pool } = openMysqlPool({ database });
    onTestFinished(() => pool.end());
    for (const statement of accounts) await pool.query(statement);
    const { host, port, user, password } = mysqlSettings;
    const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    vi.stubEnv("DATABASE_URL", `mysql://${login}@${host}:${port}/${database}`);
    const balance = await runTab("mysql2", "pool.end()", async () => {
      const [rows] = await pool.query("SELECT balance FROM accounts");
      return (rows as { balance: string }[])[0]?.balance;
    });
    expect(balance).toBe(20);
  });
});

describeWithSqlite("the outbox guide on SQLite", () => {
  it("pays out once with better-sqlite3", async () => {
    const path = newDatabasePath();
    const db = new Database(path);
    onTestFinished(() => void db.close());
    for (const statement of accounts) db.exec(statement);
    vi.stubEnv("DATABASE_FILE", path);
    const balance = await runTab("better-sqlite3", "db.close()", async () => {
      const [row] = db.prepare("SELECT balance FROM accounts").all() as { balance: number }[];
      return row?.balance;
    });
    expect(balance).toBe(20);
  });
});

describe("the tabs of the outbox guide", () => {
  it("are all run here", () => {
    const tabs = page.slice(page.indexOf("<!-- tabs -->"), page.indexOf("<!-- /tabs -->"));
    expect(tabs.match(/^\*\*.+\*\*$/gm)).toHaveLength(9);
  });
});
