import { closeSync, openSync, rmSync } from "node:fs";
import { lockFile } from "./file-lock.js";
import { findSandboxFile, requireWritable } from "./sandbox-file.js";
import { openSql, type Sql } from "./sql.js";

/** An open database that only this sandbox writes to. */
export interface OpenDatabase {
  readonly sql: Sql;
  /** Whether it has no tables yet. */
  readonly isNew: boolean;
  close(): void;
  /** Closes it, and deletes a new file. */
  discard(): void;
}

/**
 * Opens a database in memory (":memory:") or in a sandbox's file, which it creates if necessary.
 *
 * @throws Error for a file that is not a sandbox's, that cannot be written, or that another sandbox uses.
 */
export function openDatabase(file: string): OpenDatabase {
  if (file === ":memory:") {
    const sql = openSql(file);
    return { sql, isNew: true, close: () => sql.close(), discard: () => sql.close() };
  }
  const { path } = findWritable(file);
  const unlock = lockFile(path, file);
  let isNew = false;
  const discard = (): void => {
    if (isNew) for (const one of [path, `${path}-journal`]) rmSync(one, { force: true });
    unlock();
  };
  try {
    // Again, because another sandbox may have created it before this one had the lock.
    isNew = !findWritable(file).exists;
    if (isNew) closeSync(openSync(path, "wx"));
    const sql = openSql(path, { shownAs: file });
    return {
      sql,
      isNew,
      close() {
        sql.close();
        unlock();
      },
      discard() {
        sql.close();
        discard();
      },
    };
  } catch (error) {
    discard();
    throw error;
  }
}

function findWritable(file: string): ReturnType<typeof findSandboxFile> {
  const found = findSandboxFile(file);
  requireWritable(found, file);
  return found;
}
