import { setImmediate } from "node:timers/promises";
import type { Change, Claim, Inbox } from "@numipay/core";
import BetterSqlite3, { type Database } from "better-sqlite3";

/** How long to wait for the other processes, in milliseconds. Blocks the event loop. */
const timeoutMs = 20_000;

export interface NaiveSqliteOptions {
  /** Ignores an error of COMMIT. */
  ignoresCommit: boolean;
}

interface HandledRow {
  status: string;
  rank: number | null;
}

/**
 * A negative control: a typical hand-written inbox in SQLite. It passes its own connection to the handler, and commits whatever
 * is then open.
 */
export function naiveSqliteInbox(
  path: string,
  { ignoresCommit }: NaiveSqliteOptions,
): Inbox<Database> & { migrate(): Promise<void>; close(): void } {
  let fencingToken = 0;
  /** Free connections: one for each change in progress, so that changes do not share a transaction. */
  const free: Database[] = [];

  function open(): Database {
    const db = new BetterSqlite3(path, { timeout: timeoutMs });
    db.pragma("foreign_keys = ON");
    return db;
  }

  function end(db: Database, text: "COMMIT" | "ROLLBACK") {
    try {
      db.exec(text);
    } catch (error) {
      if (db.inTransaction) db.exec("ROLLBACK");
      free.push(db);
      if (text === "COMMIT" && !ignoresCommit) throw error;
      return;
    }
    free.push(db);
  }

  return {
    async migrate() {
      const db = open();
      db.exec(
        "CREATE TABLE IF NOT EXISTS handled (transaction_key TEXT, status TEXT, rank INTEGER)",
      );
      db.close();
    },
    async claim(change) {
      // What follows runs in one go. Otherwise, two changes of this process would wait for each other.
      await setImmediate();
      const db = free.pop() ?? open();
      db.exec("BEGIN IMMEDIATE");
      const state = readState(db, change);
      if (state === "new") {
        fencingToken += 1;
        return { state, lease: { fencingToken, contradicts: undefined, tx: db } };
      }
      end(db, "ROLLBACK");
      return { state };
    },
    async complete({ transactionKey, status, rank }, { tx }) {
      tx.prepare("INSERT INTO handled VALUES (?, ?, ?)").run(transactionKey, status, rank ?? null);
      end(tx, "COMMIT");
      return true;
    },
    async release(_change, { tx }) {
      if (tx.inTransaction) end(tx, "ROLLBACK");
      else free.push(tx);
    },
    close: () => free.splice(0).forEach((db) => db.close()),
  };
}

function readState(
  db: Database,
  { transactionKey, status, rank }: Change,
): Claim<Database>["state"] {
  const read = db.prepare("SELECT status, rank FROM handled WHERE transaction_key = ?");
  const rows = read.all(transactionKey) as HandledRow[];
  if (rows.some((row) => row.status === status)) return "duplicate";
  if (rank === 0 && rows.some((row) => row.rank === 1)) return "stale";
  return "new";
}
