import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteJournal } from "@numipay/sql/better-sqlite3";
import { toReason } from "../engines/to-reason.js";
import type { OpenedJournal } from "./opened-journal.js";

/** Creates a journal in a file, or returns why that failed. */
export async function openSqliteJournal(): Promise<OpenedJournal | { missing: string }> {
  const folder = await mkdtemp(join(tmpdir(), "numipay-bench-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true });
  try {
    const journal = sqliteJournal({ path: join(folder, "journal.db") });
    await journal.migrate();
    return {
      journal,
      place: "SQLite",
      close() {
        journal.close();
        return remove();
      },
    };
  } catch (error) {
    await remove();
    return {
      missing: `SQLite is skipped: better-sqlite3 is not available (${toReason(error).split("\n", 1)[0]}). Run npm run sqlite.`,
    };
  }
}
