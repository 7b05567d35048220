import { EffectFailedError } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import { notRecordedMessage } from "./complete-statements.js";
import type { SqliteTableNames } from "./table-names.js";

/** Fields of an error of SQLite. */
interface SqliteError {
  code: string;
  message: string;
}

function readError(error: unknown): SqliteError {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const isSqlite = typeof code === "string" && code.startsWith("SQLITE_");
  return { code: isSqlite ? code : "", message: typeof message === "string" ? message : "" };
}

/** True if another connection has the file locked. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(readError(error).code);
}

/** True if a table or a column of the inbox does not exist. */
export function isMissing(error: unknown): boolean {
  const { code, message } = readError(error);
  return code === "SQLITE_ERROR" && /^no such (?:table|column)|has no column named/.test(message);
}

/** Adds the fix to a known failure of the inbox's own statements. */
export function withAdvice(error: unknown): unknown {
  const advice = findAdvice(error);
  return advice === undefined ? error : new Error(advice, { cause: error });
}

function findAdvice(error: unknown): string | undefined {
  if (isMissing(error)) {
    return "The tables are missing or outdated. Call `await inbox.migrate()` at startup, or migrate() of the journal.";
  }
  const { code, message } = readError(error);
  const [, kind = ""] = /^SQLITE_([A-Z]+)/.exec(code) ?? [];
  const fix = fixes[kind];
  return fix === undefined
    ? undefined
    : `SQLite failed (${code}: ${toPrintable(message, 1_000)}). ${fix}`;
}

const fixes: Readonly<Record<string, string>> = {
  READONLY: "The file is read-only: give the process the right to write to it and to its folder.",
  CANTOPEN: "The file cannot be opened: check the path, and the rights on the file and its folder.",
  FULL: "The disk is full, or the database has reached max_page_count. Free some space.",
  IOERR: "The disk reported an error. Check it, and that it is a local disk.",
  NOTADB: "The file is not a database, or it is encrypted. Check the path.",
  CORRUPT: "The file is damaged. Restore it from a backup, then reconcile.",
  BUSY: "Another connection keeps the file locked. Keep its transactions short, or increase acquireTimeoutMs.",
};

/**
 * Classifies a failure of `complete`. Returns an EffectFailedError if SQLite rejected what a handler wrote, and the error itself if
 * the inbox is unavailable.
 */
export function toCompleteFailure(error: unknown, { bareChanges }: SqliteTableNames): unknown {
  const { code, message } = readError(error);
  if (message === notRecordedMessage) {
    return new EffectFailedError(transactionLost, { cause: error });
  }
  if (!code.startsWith("SQLITE_CONSTRAINT") || message.includes(bareChanges)) {
    return withAdvice(error);
  }
  return new EffectFailedError(
    `SQLite rejected a handler's writes at commit (${code}: ${toPrintable(message, 1_000)}). The transaction was rolled back. Fix what ` +
      "the handler writes, or the constraint that it violates.",
    { cause: error },
  );
}

const transactionLost =
  "A handler ended the inbox's transaction or changed its record, so everything was rolled back. Do not end the transaction in a " +
  "handler, and check the table of changes for triggers.";
