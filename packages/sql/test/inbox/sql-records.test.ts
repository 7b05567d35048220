import { createHash } from "node:crypto";
import type { RecordedChange, RecordedConflict } from "@numipay/core";
import { expect, it, onTestFinished } from "vitest";
import { pageSize } from "../../src/dialects/after-key.js";
import type { SqlInbox } from "../../src/inbox/sql-inbox.js";
import { sqliteInbox } from "../../src/better-sqlite3.js";
import { pgInbox } from "../../src/pg.js";
import { mysqlInbox } from "../../src/mysql2.js";
import { leaseOf, newChange } from "../changes.js";
import { openServerFixture } from "../fixture.js";
import { openMysqlFixture } from "../mysql-fixture.js";
import { describeWithMysql } from "../mysql-server.js";
import { describeWithPostgres } from "../server.js";
import { describeWithSqlite, openSqliteFixture } from "../sqlite.js";

/** Three changes of each transaction, so that pages end within one. */
const count = 2 * pageSize + 100;
const expected = Array.from(
  { length: count },
  (_, at) => `deposit:${Math.floor(at / 3)} s${at % 3}`,
).toSorted();

async function readAll(items: AsyncIterable<RecordedChange | RecordedConflict>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { transactionKey, status } of items) keys.push(`${transactionKey} ${status}`);
  return keys;
}

/** Reads the keys of all unhandled changes and of all conflicts. */
async function readKeys(inbox: SqlInbox<unknown>): Promise<string[][]> {
  const found = [await readAll(inbox.unhandled()), await readAll(inbox.conflicts())];
  return found.map((keys) => keys.toSorted());
}

const content = String.raw`{"a":"it's \\ \u0000 é 💶"}`;
const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex");
const history = [
  { status: "successful", content, digest },
  { status: "on_hold", content: undefined, digest },
];

/** Records a change with its content and one without, and reads them. */
async function readHistory<Tx>(
  keeping: SqlInbox<Tx>,
  other: SqlInbox<Tx>,
): Promise<RecordedChange[]> {
  const kept = newChange({ transactionKey: "deposit:kept", content });
  await keeping.complete(kept, await leaseOf(keeping, kept));
  const dropped = newChange({ transactionKey: "deposit:kept", status: "on_hold", content });
  await other.complete(dropped, await leaseOf(other, dropped));
  return other.history({ transaction_type: "deposit", transaction_id: "kept" });
}

describeWithPostgres("the records in PostgreSQL", () => {
  it("are read page by page", async () => {
    const { pool, schema, inbox, close } = await openServerFixture();
    onTestFinished(close);
    await pool.query(`INSERT INTO "${schema}".numipay_changes
        (fence, is_final, is_handled, transaction_key, status, content_digest)
      SELECT n, false, false, 'deposit:' || n / 3, 's' || n % 3, 'x' FROM generate_series(0, ${count - 1}) AS n`);
    await pool.query(`INSERT INTO "${schema}".numipay_conflicts (transaction_key, status, content_digest, content)
      SELECT transaction_key, status, content_digest, '{}' FROM "${schema}".numipay_changes`);
    expect(await readKeys(inbox)).toEqual([expected, expected]);
  });

  it("have their contents with keepContent", async () => {
    const { pool, schema, inbox, close } = await openServerFixture();
    onTestFinished(close);
    expect(await readHistory(pgInbox({ pool, schema, keepContent: true }), inbox)).toMatchObject(
      history,
    );
  });
});

describeWithMysql("the records in MariaDB", () => {
  it("are read page by page", async () => {
    const { admin, inbox, close } = await openMysqlFixture();
    onTestFinished(close);
    await admin.query(`INSERT INTO numipay_changes
        (transaction_key, status, is_final, fence, content_digest, is_handled, recorded_at)
      SELECT CONCAT('deposit:', seq DIV 3), CONCAT('s', seq % 3), 0, seq, REPEAT('x', 32), 0, NOW()
      FROM seq_0_to_${count - 1}`);
    await admin.query(`INSERT INTO numipay_conflicts
      SELECT transaction_key, status, content_digest, '{}', 1, NOW(), NOW() FROM numipay_changes`);
    expect(await readKeys(inbox)).toEqual([expected, expected]);
  });

  it("have their contents with keepContent", async () => {
    const { pool, inbox, close } = await openMysqlFixture();
    onTestFinished(close);
    expect(await readHistory(mysqlInbox({ pool, keepContent: true }), inbox)).toMatchObject(
      history,
    );
  });
});

describeWithSqlite("the records in SQLite", () => {
  it("are read page by page", async () => {
    const { app, inbox } = await openSqliteFixture();
    app.exec(`WITH RECURSIVE series(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < ${count - 1})
      INSERT INTO numipay_changes (fence, transaction_key, status, is_final, is_handled, content_digest)
      SELECT n + 1, 'deposit:' || (n / 3), 's' || (n % 3), 0, 0, x'00' FROM series;
      INSERT INTO numipay_conflicts (transaction_key, status, content_digest, content)
      SELECT transaction_key, status, content_digest, '{}' FROM numipay_changes`);
    expect(await readKeys(inbox)).toEqual([expected, expected]);
  });

  it("have their contents with keepContent", async () => {
    const { path, inbox } = await openSqliteFixture();
    const keeping = sqliteInbox({ path, keepContent: true });
    onTestFinished(() => keeping.close());
    expect(await readHistory(keeping, inbox)).toMatchObject(history);
  });
});
