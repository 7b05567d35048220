import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { openSql } from "./sql.js";

/** Marks a database as a sandbox's, in SQLite's own header: "NUMI". */
export const applicationId = 0x4e_55_4d_49;

/** A path that may be opened. */
export interface SandboxFile {
  /** Absolute, without symbolic links. SQLite names its journal after it. */
  readonly path: string;
  readonly exists: boolean;
}

/**
 * Finds a sandbox's file. Only reads its header, because SQLite changes a database that it opens: it rolls back an
 * interrupted transaction, and creates files beside it.
 *
 * @throws Error for an empty file, one that is not a sandbox's, and a path that cannot be read.
 */
export function findSandboxFile(file: string): SandboxFile {
  const path = locate(file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { path, exists: false };
  if (!found.isFile()) throw new Error(`${file} is not a regular file. Use another path.`);
  if (found.size === 0) {
    throw new Error(
      `${file} is empty, so it is not a sandbox's file. Delete it, or use another path.`,
    );
  }
  const header = readHeader(path, file);
  const isDatabase = header.toString("latin1", 0, 16) === "SQLite format 3\0";
  if (isDatabase && header.readUInt32BE(68) === applicationId) return { path, exists: true };
  if (isDatabase && isUnmarkedSandbox(path, header)) throw otherVersion(file);
  throw new Error(`${file} is not a sandbox's file. It was not changed. Use another path.`);
}

/**
 * Checks that a sandbox may write to a file.
 *
 * @throws Error for a read-only file or directory, and a file with several names.
 */
export function requireWritable({ path, exists }: SandboxFile, file: string): void {
  try {
    if (exists) accessSync(path, constants.R_OK | constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new Error(
      `${file} cannot be written. The sandbox needs write permission for it and its directory.`,
      { cause },
    );
  }
  // The lock and the journal belong to a name. With another name, a second sandbox would find neither.
  if (exists && statSync(path).nlink > 1) {
    throw new Error(`${file} has several names (hard links). Copy it, and use the copy.`);
  }
}

/** The error for a file with other tables. */
export function otherVersion(file: string): Error {
  return new Error(
    `${file} was written by another version of @numipay/sandbox. Delete it to start again.`,
  );
}

function locate(file: string): string {
  const absolute = resolve(file);
  try {
    if (lstatSync(absolute, { throwIfNoEntry: false }) === undefined) {
      return join(realpathSync(dirname(absolute)), basename(absolute));
    }
    return realpathSync(absolute);
  } catch (cause) {
    throw cannotRead(file, cause);
  }
}

function readHeader(path: string, file: string): Buffer {
  const header = Buffer.alloc(100);
  try {
    const descriptor = openSync(path, constants.O_RDONLY);
    try {
      readSync(descriptor, header, 0, header.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw cannotRead(file, cause);
  }
  return header;
}

/** Versions before 4 have no mark. Version 1 stored its number in a table called `account`. */
function isUnmarkedSandbox(path: string, header: Buffer): boolean {
  // Opening a database with a write-ahead log creates files beside it. No version had one.
  if (header[18] !== 1) return false;
  try {
    const sql = openSql(path, { readOnly: true });
    try {
      const tables = sql.all(
        `SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name IN ('account', 'sandbox') AND c.name IN ('schema_version', 'seed')`,
      );
      return tables.length > 1;
    } finally {
      sql.close();
    }
  } catch {
    return false;
  }
}

const problems: Record<string, string> = {
  ENOENT: "its directory does not exist, or it is a link to a missing file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOTDIR: "part of the path is not a directory",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "too many symbolic links",
};

function cannotRead(file: string, cause: unknown): Error {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  return new Error(`Cannot open ${file}: ${problems[code] ?? message}.`, { cause });
}
