import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import type { Store } from "./store.js";

/** How long to wait until the receivers leave the file for a moment, in milliseconds. */
const lockTimeoutMs = 20_000;

// Its native part may be missing, which must not keep the other engines from running.
const module = await import("better-sqlite3").catch(() => undefined);

function open(path: string, options = {}): Database {
  if (module === undefined) throw new Error("it is not installed");
  return new module.default(path, options);
}

/** Why SQLite cannot be used on this machine, or undefined. */
export function missingSqlite(): string | undefined {
  try {
    open(":memory:").close();
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
  const db = open(path);
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
      locker = open(path, { timeout: lockTimeoutMs });
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
