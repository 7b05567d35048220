import { realpathSync, statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { type ConnectionOptions, openDatabase } from "./open-database.js";

/** The inbox's connections to a file, which are opened when they are needed. */
export interface DatabaseFile {
  /** The connection that writes. */
  writer(): Database;
  /** A connection that reads what is committed, while the other one may be in a transaction. */
  reader(): Database;
  /** The file's name without symbolic links, once it exists. */
  findName(): string;
  /** Closes the connection that writes, which rolls back its transaction. The next use opens it again. */
  closeWriter(): void;
  /** Closes both. The file cannot be used afterwards. */
  close(): void;
}

/** Creates the connections to a file, without opening it. */
export function createDatabaseFile(options: ConnectionOptions): DatabaseFile {
  const { path } = options;
  let opened: { writer?: Database | undefined; reader?: Database | undefined } = {};
  let identity: string | undefined;
  let isClosed = false;

  function closeAll(): void {
    const { writer, reader } = opened;
    opened = {};
    writer?.close();
    reader?.close();
  }

  /** A connection stays on its file, also when another one has taken the name: its commits would be lost. */
  function checkIdentity(): void {
    if (isClosed) throw new Error("The inbox is closed.");
    const current = readIdentity(path);
    if (current === identity) return;
    closeAll();
    if (current === undefined) throw new Error(toRemoved(path));
    identity = current;
  }

  function open(role: "writer" | "reader"): Database {
    checkIdentity();
    const known = opened[role];
    if (known?.open === true) return known;
    const db = openDatabase(options, identity === undefined);
    identity = readIdentity(path);
    opened[role] = db;
    return db;
  }

  return {
    writer: () => open("writer"),
    reader: () => open("reader"),
    findName() {
      try {
        return realpathSync(path);
      } catch {
        return path;
      }
    },
    closeWriter() {
      const { writer } = opened;
      opened.writer = undefined;
      writer?.close();
    },
    close() {
      isClosed = true;
      closeAll();
    },
  };
}

function readIdentity(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.dev} ${stats.ino}`;
}

function toRemoved(path: string): string {
  return (
    `The database file ${path} was removed while the inbox used it. Restore it and restart the process: a new file would accept every ` +
    "change again."
  );
}
