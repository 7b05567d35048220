import { setImmediate } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import { createStatementGuard } from "../../control/statement-guard.js";
import { newTransaction, type TransactionState } from "../../control/transaction-state.js";
import type { Opening, StatementResult } from "../../dialects/dialect.js";
import { readText } from "../../dialects/sqlite/read-control.js";
import { write } from "../../dialects/sqlite/sqlite-dialect.js";
import { isBusy } from "../../dialects/sqlite/with-advice.js";
import type { Session, Sessions } from "../session.js";
import type { DatabaseFile } from "./database-file.js";
import { createSqliteHandle, type SqliteTransaction } from "./sqlite-handle.js";
import { findTurns, type Turn } from "./turns.js";

/** Time limits, in milliseconds. */
export interface FileLimits {
  /** How long to wait until the file can be written to. */
  acquireTimeoutMs: number;
  /** How long a claim may keep the file locked. */
  holdTimeoutMs: number;
}

/** Creates sessions on a file. They take turns for writing, and read at any time. */
export function sqliteSessions(
  file: DatabaseFile,
  limits: FileLimits,
): Sessions<SqliteTransaction> {
  const open = async (): Promise<Session<SqliteTransaction>> => sqliteSession(file, limits);
  return {
    open,
    openToHold: open,
    async openUnlessHeld(name, toHold) {
      const turns = findTurns(file.findName());
      if (!toHold) {
        const held = turns.findHeld(name);
        return held === undefined ? open() : { held };
      }
      const taken = await turns.take(limits.acquireTimeoutMs, name);
      return "held" in taken ? taken : sqliteSession(file, limits, taken);
    },
  };
}

function sqliteSession(
  file: DatabaseFile,
  { acquireTimeoutMs, holdTimeoutMs }: FileLimits,
  taken?: Turn,
): Session<SqliteTransaction> {
  const state = newTransaction();
  const cleanUps = new Set<() => void>();
  let turn = taken;
  let db: Database | undefined;
  let timer: NodeJS.Timeout | undefined;

  /**
   * Begins, and waits without blocking the event loop while another process writes. Calls `use` at once, because sessions that read
   * share a connection.
   */
  async function start<Result>(
    opening: Opening,
    use: (begun: Database) => Result,
  ): Promise<Result> {
    if (state.lost !== undefined) throw state.lost;
    const isWrite = opening === write;
    if (isWrite) {
      // Without a name, `take` always returns a turn.
      turn ??= (await findTurns(file.findName()).take(acquireTimeoutMs)) as Turn;
    }
    const deadline = performance.now() + acquireTimeoutMs;
    for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, maxWaitMs)) {
      // What follows a claim runs in one go, so no other callback of this process can meet the open transaction: it would block
      // the event loop while it waits for its end.
      await setImmediate();
      if (state.lost !== undefined) throw state.lost;
      let begun: Database | undefined;
      try {
        begun = isWrite ? file.writer() : file.reader();
        begun.exec(opening.begin);
      } catch (error) {
        begun = undefined;
        if (!isBusy(error) || performance.now() >= deadline) throw error;
      }
      if (begun !== undefined) return use(begun);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  function endStatements(): void {
    clearTimeout(timer);
    for (const cleanUp of cleanUps) cleanUp();
    cleanUps.clear();
  }

  function end(): void {
    endStatements();
    db = undefined;
    turn?.end();
    turn = undefined;
  }

  function lose(reason: Error): void {
    state.lost ??= reason;
    endStatements();
    // Closing the connection always rolls back.
    if (db !== undefined) file.closeWriter();
    end();
  }

  function requireOpen(): Database {
    if (state.lost !== undefined) throw state.lost;
    if (db === undefined) throw new Error("No transaction is open.");
    return db;
  }

  return {
    state,
    transact: (opening, statements) =>
      start(opening, (begun) => {
        try {
          const results = runAll(begun, statements);
          begun.exec("COMMIT");
          return results;
        } catch (error) {
          rollBack(begun);
          throw error;
        }
      }),
    begin: (opening, statements) =>
      start(opening, (begun) => {
        db = begun;
        timer = setTimeout(() => lose(new Error(toHeld(holdTimeoutMs))), holdTimeoutMs);
        timer.unref();
        return runAll(begun, statements);
      }),
    async commit(statements) {
      const begun = requireOpen();
      endStatements();
      runAll(begun, statements);
      begun.exec("COMMIT");
    },
    async rollback() {
      endStatements();
      if (db !== undefined) rollBack(db);
    },
    openScope(onLateStatement) {
      const begun = requireOpen();
      const guard = createStatementGuard(state, readText, onLateStatement);
      const run = <Result>(statement: () => Result): Result => runOne(begun, state, statement);
      return createSqliteHandle(begun, { run, cleanUps }, guard);
    },
    giveBack() {
      // Temporary tables belong to the connection.
      if (state.altersSession) file.closeWriter();
      end();
    },
    discard: (reason = new Error(transactionEnded)) => lose(reason),
    hold: (name, records) => turn?.hold(name, records),
  };
}

const maxWaitMs = 20;

function rollBack(db: Database): void {
  try {
    if (db.open && db.inTransaction) db.exec("ROLLBACK");
  } catch {
    // Closing the connection always rolls back, and the next use opens it again.
    db.close();
  }
}

/** Runs a handler's statement. Some errors end the transaction, and the next statement would commit on its own. */
function runOne<Result>(db: Database, state: TransactionState, statement: () => Result): Result {
  if (state.lost !== undefined) throw state.lost;
  try {
    return statement();
  } finally {
    if (!db.inTransaction) state.failure ??= new Error(endedByStatement);
  }
}

function runAll(db: Database, statements: readonly string[]): StatementResult[] {
  return statements.map((sql) => {
    const statement = db.prepare(sql);
    if (!statement.reader) return { rows: [], rowCount: statement.run().changes };
    const rows = statement.safeIntegers(true).all() as Row[];
    return { rows: rows.map(toTextRow), rowCount: 0 };
  });
}

/** A row of the inbox's own tables. */
type Row = Record<string, string | bigint | null>;

function toTextRow(row: Row): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
  );
}

const transactionEnded =
  "The inbox's transaction has ended, so the statement was not run. Use tx only within the handler.";

const endedByStatement =
  "A handler's statement failed and rolled back the inbox's transaction, so nothing was kept and later statements were not run. Use " +
  "ABORT instead of ROLLBACK in ON CONFLICT, OR and RAISE, or fix what the error reports.";

function toHeld(holdTimeoutMs: number): string {
  return (
    `A claim kept the file locked for ${holdTimeoutMs} ms, so its transaction was rolled back and nothing is recorded. For slow ` +
    "confirmations, increase holdTimeoutMs."
  );
}
