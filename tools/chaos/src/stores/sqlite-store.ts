import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import type { Store } from "./store.js";

type OpenDatabase = new (path: string, options?: { timeout: number }) => Database;

/** How long to wait until the receivers leave the file for a moment, in milliseconds. */
const lockTimeoutMs = 20_000;

/** Loads better-sqlite3 when it is needed, because it has a native part that may not be there. */
const load = () => createRequire(import.meta.url)("better-sqlite3") as OpenDatabase;

/** Why SQLite cannot be used on this machine, or undefined. */
export function missingSqlite(): string | undefined {
  try {
    new (load())(":memory:").close();
    return undefined;
  } catch (error) {
    return `better-sqlite3 does not load (${(error as Error).message}); run \`npm run sqlite\``;
  }
}

/** A SQLite file that the receivers share. To cut it off, this process locks it. */
export async function startSqliteFile(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-sqlite-"));
  const path = join(folder, "shop.db");
  const settings = { databasePath: path };
  // Receivers that start at once would get in each other's way.
  const db = new (load())(path);
  db.pragma("journal_mode = WAL");
  db.close();
  const refuse = () => {
    throw new Error("A file has no server to break.");
  };
  let locker: Database | undefined;
  const restore = () => {
    // Rolls back.
    locker?.close();
    locker = undefined;
  };
  return {
    settings,
    directSettings: settings,
    cut() {
      locker = new (load())(path, { timeout: lockTimeoutMs });
      locker.exec("BEGIN IMMEDIATE");
    },
    restore,
    watch: refuse,
    kill: refuse,
    start: refuse,
    async close() {
      restore();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
