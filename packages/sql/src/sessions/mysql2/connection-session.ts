import type { PoolConnection, QueryResult, ResultSetHeader, TypeCastField } from "mysql2/promise";
import { createStatementGuard } from "../../control/statement-guard.js";
import { newTransaction } from "../../control/transaction-state.js";
import type { Dialect, HoldLimits, Opening, StatementResult } from "../../dialects/dialect.js";
import {
  readServer,
  requireUtf8mb4,
  type SessionSettings,
  toSessionSettings,
} from "../../dialects/mysql/session-settings.js";
import type { Session } from "../session.js";
import { createMysqlHandle } from "./mysql-handle.js";

/** How long a statement may take before its connection is considered lost, in milliseconds. */
export interface ConnectionLimits extends HoldLimits {
  /** For handlers' statements. */
  handlerStatementTimeoutMs: number;
}

interface SessionParts {
  dialect: Dialect;
  limits: ConnectionLimits;
  /** Undefined for a new connection. */
  settings: SessionSettings | undefined;
  /** Called once, when the connection is released or lost. */
  onEnd: () => void;
}

/** A session that can read what its server is. */
export interface ConnectionSession extends Session<PoolConnection> {
  /** Checks the encoding of a new connection and returns the names of its settings. */
  identify(): Promise<SessionSettings>;
}

/** Creates a session on a connection of a pool. Each statement is a round trip, because a pool need not allow several in one. */
export function connectionSession(
  connection: PoolConnection,
  { dialect, limits, settings: known, onEnd }: SessionParts,
): ConnectionSession {
  const state = newTransaction();
  let settings = known;
  let isEnded = false;
  /** The statement that set `autocommit`. Undefined before the session's settings are saved. */
  let mode: string | undefined;
  let isBegun = false;
  /** Rejects the statements that are running. A closed connection does not. */
  const running = new Set<(reason: Error) => void>();

  const end = (isBroken: boolean): void => {
    if (isEnded) return;
    isEnded = true;
    connection.off("error", onLost);
    connection.off("end", onLost);
    if (isBroken) connection.destroy();
    else connection.release();
    onEnd();
  };
  const lose = (reason: Error): void => {
    if (isEnded) return;
    state.lost ??= reason;
    end(true);
    for (const reject of running) reject(state.lost);
  };
  const onLost = (error?: Error): void => lose(new Error(connectionEnded, { cause: error }));
  connection.on("error", onLost);
  connection.on("end", onLost);

  /** Runs one statement within a time limit. */
  async function run<Result>(statement: () => Promise<Result>, timeoutMs: number): Promise<Result> {
    if (state.lost !== undefined) throw state.lost;
    const timer = setTimeout(() => lose(new Error(toTimedOut(timeoutMs))), timeoutMs);
    let stop = (_reason: Error): void => undefined;
    const lost = new Promise<never>((_resolve, reject) => {
      stop = reject;
    });
    running.add(stop);
    try {
      return await Promise.race([statement(), lost]);
    } catch (error) {
      if ((error as { fatal?: boolean }).fatal === true) onLost(error as Error);
      throw (state.lost as Error | undefined) ?? error;
    } finally {
      clearTimeout(timer);
      running.delete(stop);
    }
  }

  const send = async (
    sql: string,
    timeoutMs = limits.statementTimeoutMs,
  ): Promise<StatementResult> => {
    const query = { sql, typeCast: asText, rowsAsArray: false, nestTables: false };
    const [result] = await run(() => connection.query<QueryResult>(query), timeoutMs);
    return toStatementResult(result);
  };

  async function sendAll(
    statements: readonly string[],
    timeoutMs?: number,
  ): Promise<StatementResult[]> {
    const results: StatementResult[] = [];
    for (const statement of statements) results.push(await send(statement, timeoutMs));
    return results;
  }

  async function start({ begin }: Opening, statementTimeoutMs: number): Promise<void> {
    if (settings === undefined) throw new Error("The connection's server is not known.");
    if (mode === undefined) {
      await send(settings.save);
      mode = dialect.read.begin;
    }
    isBegun = begin === dialect.write.begin;
    if (isBegun) {
      mode = begin;
      await send(begin + settings.hold({ ...limits, statementTimeoutMs }));
    } else if (mode !== begin) {
      mode = begin;
      await send(begin);
    }
  }

  async function finish(command: "COMMIT" | "ROLLBACK", timeoutMs?: number): Promise<void> {
    if (!isBegun) return;
    // `completion_type` could add the opposite.
    await send(`${command} AND NO CHAIN NO RELEASE`, timeoutMs);
    isBegun = false;
  }

  return {
    state,
    async identify() {
      const [found] = await sendAll([readServer]);
      requireUtf8mb4(found);
      settings = toSessionSettings(found?.rows[0]?.["version"] ?? "");
      return settings;
    },
    async transact(opening, statements, timeoutMs = limits.statementTimeoutMs) {
      await start(opening, timeoutMs);
      const results = await sendAll(statements, timeoutMs);
      await finish("COMMIT", timeoutMs);
      return results;
    },
    async begin(opening, statements) {
      await start(opening, limits.handlerStatementTimeoutMs);
      return sendAll(statements);
    },
    async commit(statements, timeoutMs) {
      await sendAll(statements, timeoutMs);
      await finish("COMMIT", timeoutMs);
    },
    rollback: () => finish("ROLLBACK"),
    openScope(onLateStatement) {
      const guard = createStatementGuard(state, dialect.readText, onLateStatement);
      const runHandlers = async <Result>(statement: () => Promise<Result>): Promise<Result> => {
        try {
          return await run(statement, limits.handlerStatementTimeoutMs);
        } catch (error) {
          if (dialect.isInterruption?.(error) === true) state.interruption ??= error as Error;
          throw error;
        }
      };
      return createMysqlHandle(connection, runHandlers, guard);
    },
    giveBack() {
      // Close a connection whose session settings a handler changed.
      if (state.altersSession) return end(true);
      if (mode === undefined || settings === undefined) return end(false);
      void send(settings.restore).then(
        () => end(false),
        () => end(true),
      );
    },
    discard(reason = new Error(connectionEnded)) {
      lose(reason);
    },
  };
}

/** Ignores the type casts of the pool. */
function asText(field: TypeCastField): string | null {
  return field.string("utf8");
}

function toStatementResult(result: QueryResult): StatementResult {
  if (Array.isArray(result)) return { rows: result as StatementResult["rows"], rowCount: 0 };
  return { rows: [], rowCount: (result as ResultSetHeader).affectedRows };
}

const connectionEnded =
  "The connection to the database ended, so the transaction was rolled back. The gateway retries the delivery. If the handler " +
  "waits for something other than the database, increase idleTimeoutMs.";

function toTimedOut(timeoutMs: number): string {
  return (
    `The database did not respond within ${timeoutMs} ms, so the connection was closed and the transaction rolled back. Check ` +
    "the network and the locks that statements wait for, or increase statementTimeoutMs or handlerStatementTimeoutMs."
  );
}
