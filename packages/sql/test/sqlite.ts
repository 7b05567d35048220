import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3, { type Database } from "better-sqlite3";
import { describe, onTestFinished } from "vitest";
import {
  sqliteInbox,
  type SqliteInbox,
  type SqliteInboxOptions,
  type SqliteTransaction,
} from "../src/better-sqlite3.js";
import { createApply } from "./fixture.js";

/** Why the tests that need better-sqlite3 are skipped. Undefined if its native module is there. */
const noModule = findProblem();

/** `describe`, skipped with the reason in its name if the native module of better-sqlite3 is missing. */
export function describeWithSqlite(name: string, tests: () => void): void {
  const title = noModule === undefined ? name : `${name} (skipped: ${noModule})`;
  describe.skipIf(noModule !== undefined)(title, () => {
    tests();
  });
}

function findProblem(): string | undefined {
  try {
    new BetterSqlite3(":memory:").close();
    return undefined;
  } catch (error) {
    const reason = "better-sqlite3 is not built; run `npm run sqlite`";
    if (process.env["CI"] !== "true") return reason;
    throw new Error(`${reason}. CI=true requires it.`, { cause: error });
  }
}

/** Creates a folder and returns the path of a database file in it. */
export function newDatabasePath(): string {
  const folder = mkdtempSync(join(tmpdir(), "numipay-sqlite-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return join(folder, "shop.db");
}

/** An inbox in a file of its own, with a table of effects. */
export interface SqliteFixture {
  path: string;
  /** The application's own connection. */
  app: Database;
  inbox: SqliteInbox;
  apply: ReturnType<typeof createApply<SqliteTransaction>>["apply"];
  reports: ReturnType<typeof createApply<SqliteTransaction>>["reports"];
  /** Inserts an effect. */
  write: (tx: Pick<Database, "prepare">, name: string) => void;
  /** The committed effects, in order. */
  effects: () => string[];
  /** How many changes are recorded. */
  records: () => number;
}

/** Opens an inbox, which is closed when the test has finished. */
export async function openSqliteFixture(
  options: Partial<SqliteInboxOptions> = {},
): Promise<SqliteFixture> {
  const path = newDatabasePath();
  const inbox = sqliteInbox({ path, ...options });
  onTestFinished(() => inbox.close());
  await inbox.migrate();
  const app = new BetterSqlite3(path, { timeout: 0 });
  onTestFinished(() => void app.close());
  app.exec("CREATE TABLE effects (at INTEGER PRIMARY KEY, name TEXT UNIQUE)");
  const { apply, reports } = createApply<SqliteTransaction>(inbox);
  return {
    path,
    app,
    inbox,
    apply,
    reports,
    write: (tx, name) => void tx.prepare("INSERT INTO effects (name) VALUES (?)").run(name),
    effects: () => app.prepare("SELECT name FROM effects ORDER BY at").pluck().all() as string[],
    records: () => app.prepare("SELECT count(*) FROM numipay_changes").pluck().get() as number,
  };
}
