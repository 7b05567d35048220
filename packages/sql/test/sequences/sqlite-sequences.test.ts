// Full run: NUMIPAY_SEQUENCES=20000 npx vitest run --project sql test/sequences/sqlite
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3, { type Database } from "better-sqlite3";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sqliteInbox, type SqliteInbox, type SqliteTransaction } from "../../src/better-sqlite3.js";
import { describeWithSqlite } from "../sqlite.js";
import { checkAll, runs, timeout } from "./check-all.js";
import { toSqliteExpected } from "./contained-survivors.js";
import type { Sender } from "./play-sequence.js";
import { sqliteWords } from "./sqlite-words.js";

/** Sends a text with one of the methods of better-sqlite3. */
const send: Sender<SqliteTransaction>["send"] = (tx, text, way) => {
  switch (way) {
    case 1:
      return tx.prepare(text).run();
    case 2:
      return [...tx.prepare(`${text} RETURNING effect`).iterate()];
    case 3:
      return tx.transaction(() => tx.exec(text))();
    case 4:
      return drizzle(tx).run(sql.raw(text));
    case 5:
      return tx.prepare(`${text} RETURNING effect`).pluck().get();
    default:
      return tx.exec(text);
  }
};

describeWithSqlite("random handlers on SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "numipay-sqlite-"));
  const path = join(folder, "shop.db");
  let app: Database;
  let inbox: SqliteInbox;

  beforeAll(async () => {
    inbox = sqliteInbox({ path, onOpen: (db) => void db.pragma("foreign_keys = ON") });
    await inbox.migrate();
    app = new BetterSqlite3(path, { timeout: 5000 });
    app.exec(`CREATE TABLE effects (key TEXT, effect INTEGER);
CREATE TABLE parents (id INTEGER NOT NULL UNIQUE);
CREATE TABLE children (id INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE refusals (id INTEGER);
CREATE TRIGGER refuse BEFORE INSERT ON refusals BEGIN SELECT RAISE(ROLLBACK, 'refused'); END`);
  });
  afterAll(() => {
    inbox.close();
    app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("commit effects and record together", { timeout }, async () => {
    const sender: Sender<SqliteTransaction> = {
      send,
      effect: (key, effect) => `INSERT INTO effects VALUES ('${key}', ${effect})`,
      contained: [3],
      violation: "INSERT INTO children VALUES (1)",
    };
    const effects = app.prepare("SELECT effect FROM effects WHERE key = ? ORDER BY effect").pluck();
    const records = app.prepare("SELECT 1 FROM numipay_changes WHERE transaction_key = ?");
    const read = async (key: string) => ({
      effects: effects.all(key) as number[],
      records: records.all(`deposit:${key}`).length,
    });
    const engine = { inbox, sender, read, model: toSqliteExpected, isSynchronous: true };
    const counts = await checkAll(engine, sqliteWords);
    expect(counts["processed"]).toBeGreaterThan(runs / 10);
  });
});
