import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres, { type PendingQuery, type TransactionSql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { postgresJsInbox } from "../../../src/postgres-js.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";
import { describeLibrary, type LibrarySettings } from "../library/library-suite.js";

describeLibrary<TransactionSql>({
  entry: "postgres-js",
  open({ application_name, ...settings }, options) {
    const sql = postgres({
      ...settings,
      connection: { application_name },
      backoff: () => 0.05,
      onnotice: () => undefined,
    });
    return {
      inbox: postgresJsInbox({ sql, ...options }),
      query: async (text) => await sql.unsafe(text),
      end: () => sql.end({ timeout: 1 }),
    };
  },
  run: async (tx, text) => await tx.unsafe(text),
  nest: (tx, callback) => tx.savepoint((inner) => callback(inner)),
  // postgres.js fails a transaction in which a statement has failed, unless it was in its own savepoint.
  recoversByText: false,
});

describeWithPostgres("tx of postgres.js", () => {
  const schema = randomName();
  const { host, port, user, database } = openPool().settings as LibrarySettings;
  // Everything that changes what is read, and nothing that the server keeps.
  const sql = postgres({
    host,
    port,
    user,
    database,
    max: 3,
    prepare: false,
    transform: { ...postgres.camel, value: { from: (value: unknown) => value ?? undefined } },
    types: { text: { to: 25, from: [25], parse: () => "parsed", serialize: String } },
    onnotice: () => undefined,
  });
  const inbox = postgresJsInbox({ sql, schema });
  const { apply, reports } = createApply(inbox);
  const table = sql(`${schema}.items`);
  const names = async () =>
    (await sql<{ itemName: string }[]>`SELECT item_name::varchar FROM ${table} ORDER BY 1`).map(
      ({ itemName }) => itemName,
    );

  beforeAll(async () => {
    await inbox.migrate();
    await sql`CREATE TABLE ${table} (item_name text, amount numeric, tags text[])`;
  });
  beforeEach(async () => {
    await sql`TRUNCATE ${table}`;
  });
  afterAll(async () => {
    await sql`DROP SCHEMA ${sql(schema)} CASCADE`;
    await sql.end({ timeout: 1 });
  });

  it("supports every form of a query", async () => {
    const folder = await mkdtemp(join(tmpdir(), "numipay-sql-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, "insert.sql");
    await writeFile(path, `INSERT INTO "${schema}".items VALUES ('file')`);
    const { outcome, reason } = await apply(async (tx) => {
      await tx`INSERT INTO ${table} ${tx([{ itemName: "helper", amount: 1, tags: ["x", "y"] }])}`;
      const where = tx`WHERE item_name = ${"helper"} ${sql`AND amount = ${1}`}`;
      const rows = await tx`SELECT amount, tags::varchar[] FROM ${table} ${where}`;
      expect(rows[0]).toEqual({ amount: "1", tags: ["x", "y"] });
      expect(await tx`SELECT item_name FROM ${table}`.values()).toEqual([["parsed"]]);
      expect((await tx`SELECT 1::int AS a`.raw())[0]).toEqual([Buffer.from("1")]);
      expect((await tx`SELECT 1::int AS a`.describe()).columns[0]?.name).toBe("a");
      await tx.unsafe(`INSERT INTO "${schema}".items VALUES ($1)`, ["unsafe"]);
      await tx.file(path);
      await tx.notify("numipay_test", "payload");
      const seen: unknown[] = [];
      await tx`SELECT generate_series(1, 3) AS n`.forEach(({ n }) => void seen.push(n));
      for await (const chunk of tx`SELECT generate_series(4, 6) AS n`.cursor(2)) {
        for (const { n } of chunk as { n: number }[]) seen.push(n);
      }
      await tx`SELECT generate_series(7, 8) AS n`.cursor(1, ([row]) => void seen.push(row?.["n"]));
      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      await pipeline(
        Readable.from(["copied\n"]),
        await tx`COPY ${table} (item_name) FROM STDIN`.writable(),
      );
    });
    expect({ outcome, reason }).toEqual({ outcome: "processed", reason: "undefined" });
    expect(await names()).toEqual(["copied", "file", "helper", "unsafe"]);
  });

  it("rejects a query that is awaited late", async () => {
    let late: PendingQuery<object[]> | undefined;
    await apply((tx) => {
      late = tx`INSERT INTO ${table} (item_name) VALUES ('late')`;
    });
    await expect(late).rejects.toThrow(/used tx after it had returned/);
    expect(reports.map(({ outcome }) => outcome)).toContain("late-statement");
    expect(await names()).toEqual([]);
  });

  it("fails a handler that leaves a cursor open", async () => {
    const { outcome } = await apply(async (tx) => {
      const rows = tx`SELECT generate_series(1, 100)`.cursor(1)[Symbol.asyncIterator]();
      await rows.next();
    });
    expect(outcome).toBe("handler-failed");
    expect((await apply(() => undefined)).outcome).toBe("processed");
  });

  it.each<[string, (tx: TransactionSql) => PendingQuery<object[]>]>([
    ["a fragment of tx", (tx) => tx`${tx`COMMIT`}`],
    ["a fragment of sql", (tx) => tx`${sql`COMMIT`}`],
    ["fragments in a list", (tx) => tx`${[sql`COMMIT`]}`],
    ["a simple query", (tx) => tx`SELECT 1 ${sql`; COMMIT`}`.simple()],
    ["unsafe in a template", (tx) => tx`${tx.unsafe("ROLLBACK")}`],
  ])("rejects control in %s", async (_name, query) => {
    const { outcome, reason } = await apply(async (tx) => {
      await tx`INSERT INTO ${table} (item_name) VALUES ('before')`;
      await query(tx);
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toMatch(/rejected/);
    expect(await names()).toEqual([]);
  });

  it("rejects two-phase commit", async () => {
    const { reason } = await apply((tx) => tx.prepare("x"));
    expect(reason).toMatch(/two-phase commit/);
  });

  it("rejects other objects", () => {
    expect(() => postgresJsInbox({ sql: {} as never })).toThrow(/must be the sql of postgres.js/);
    expect(() => postgresJsInbox({ sql, idleTimeoutMs: 0 })).toThrow(/idleTimeoutMs/);
  });
});
