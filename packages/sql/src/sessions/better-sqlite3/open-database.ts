import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import BetterSqlite3, { type Database } from "better-sqlite3";
import { findNetworkDisk } from "./find-network-disk.js";

/** How to open a connection. */
export interface ConnectionOptions {
  path: string;
  onOpen: ((db: Database) => void) | undefined;
}

/**
 * Opens a connection as the inbox needs it: in WAL mode, and with a commit that is on the disk when it returns.
 *
 * @throws Error with the fix if the file cannot be used
 */
export function openDatabase({ path, onOpen }: ConnectionOptions, mayCreate: boolean): Database {
  const network = findNetworkDisk(statfsSync(dirname(path)).type);
  if (network !== undefined) throw new Error(toOnNetwork(network));
  // SQLite's own waiting would block the event loop.
  const db = new BetterSqlite3(path, { timeout: 0, fileMustExist: !mayCreate });
  try {
    const mode = db.pragma("journal_mode = WAL", { simple: true });
    if (mode !== "wal") throw new Error(toWithoutWal(String(mode)));
    callOnOpen(db, onOpen);
    if (db.inTransaction) throw new Error("onOpen left a transaction open. End it within onOpen.");
    const names = (db.pragma("database_list") as { name: string }[]).map(({ name }) => name);
    const attached = names.find((name) => name !== "main" && name !== "temp");
    if (attached !== undefined) throw new Error(toAttached(attached));
    const encoding = db.pragma("encoding", { simple: true });
    if (encoding !== "UTF-8") throw new Error(toWrongEncoding(String(encoding)));
    // After onOpen, which must not change how the inbox commits. better-sqlite3 defaults to NORMAL.
    for (const pragma of pragmas) db.pragma(pragma);
    if (db.pragma("journal_mode", { simple: true }) !== "wal") throw new Error(changedMode);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const pragmas = [
  "synchronous = FULL",
  // On macOS, fsync alone does not reach the disk.
  "fullfsync = ON",
  "busy_timeout = 0",
  "locking_mode = NORMAL",
  "writable_schema = OFF",
  "ignore_check_constraints = OFF",
];

function callOnOpen(db: Database, onOpen: ((db: Database) => unknown) | undefined): void {
  const returned = onOpen?.(db);
  if (typeof (returned as PromiseLike<unknown> | undefined)?.then !== "function") return;
  Promise.resolve(returned).catch(() => undefined);
  throw new TypeError("onOpen returned a promise. Use a function without async and await.");
}

function toWithoutWal(mode: string): string {
  return (
    `The database cannot use WAL mode (its journal_mode is ${mode}). Put the file on a local disk: network disks are not ` +
    "supported."
  );
}

function toOnNetwork(network: string): string {
  return (
    `The database file is on a network disk (${network}), where processes of two machines cannot share it in WAL mode. Put it on a ` +
    "local disk, or use a database server."
  );
}

function toAttached(name: string): string {
  return (
    `onOpen attached a database (${name}). In WAL mode, SQLite does not commit two files together, so an effect in it could be kept ` +
    "without its record. Use one file."
  );
}

function toWrongEncoding(encoding: string): string {
  return `The database has the encoding ${encoding}, but the inbox needs UTF-8. Create it without PRAGMA encoding.`;
}

const changedMode = "onOpen changed journal_mode. The inbox needs WAL: remove it from onOpen.";
