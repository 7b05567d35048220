import Database from "libsql";
import { rmSync, statSync } from "node:fs";

/**
 * Locks a sandbox's file for one writer, and returns the function that unlocks it. Readers are not blocked.
 *
 * The lock is SQLite's own, on an empty database beside the file: the operating system releases it when the process ends,
 * however it ends, and it needs no process id. It is not taken on the file itself, where it would block readers.
 *
 * @throws Error if another sandbox has the lock.
 */
export function lockFile(path: string, shownAs: string): () => void {
  const lockPath = `${path}-lock`;
  const found = statSync(lockPath, { throwIfNoEntry: false });
  if (found !== undefined && !(found.isFile() && found.size === 0)) {
    throw new Error(`${shownAs}-lock is not a lock of the sandbox. Move it to another place.`);
  }
  const lock = takeLock(lockPath, shownAs);
  // The previous owner deletes its lock file. A second lock succeeds only if the path no longer leads to the locked file.
  const second = lock === undefined ? undefined : takeLock(lockPath, shownAs);
  if (lock === undefined || second !== undefined) {
    second?.close();
    lock?.close();
    throw new Error(
      `Another sandbox uses ${shownAs}. Stop it, or use another file: only one can write to a file.`,
    );
  }
  return () => {
    try {
      rmSync(lockPath, { force: true });
    } catch {
      // Windows does not delete an open file. A lock file without a lock does no harm.
    }
    lock.close();
  };
}

function takeLock(lockPath: string, shownAs: string): Database.Database | undefined {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(lockPath);
    // Only `exec`: an unfinished statement would keep the lock after `close`.
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    lock?.close();
    if ((cause as { code?: unknown }).code === "SQLITE_BUSY") return undefined;
    throw new Error(`Cannot lock ${shownAs}-lock. Check the permissions of its directory.`, {
      cause,
    });
  }
}
