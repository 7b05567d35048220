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
import type { MysqlConnection } from "./mysql-connection.js";
import { rejectSessionChanges } from "./reject-session-changes.js";

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
export interface MysqlSession<Tx> extends Session<Tx> {
  /** Checks the encoding of a new connection and returns the names of its settings. */
  identify(): Promise<SessionSettings>;
}

/**
 * Creates a session on a connection to MariaDB. It begins and ends its transactions with `autocommit`, whatever the library does for
 * its own: decision 0035. Each statement is a round trip, because a pool need not allow several in one.
 */
export function mysqlSession<Tx>(
  connection: MysqlConnection<Tx>,
  { dialect, limits, settings: known, onEnd }: SessionParts,
): MysqlSession<Tx> {
  const state = newTransaction();
  const { isClosable = true } = connection;
  const readText = isClosable
    ? dialect.readText
    : rejectSessionChanges(dialect.readText, alternative);
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
    stopWatching();
    Promise.resolve(connection.end(isBroken)).then(onEnd, onEnd);
  };
  const lose = (reason: Error): void => {
    if (isEnded) return;
    state.lost ??= reason;
    end(true);
    for (const reject of running) reject(state.lost);
  };
  const onLost = (error?: Error): void => lose(new Error(connectionEnded, { cause: error }));
  const stopWatching = connection.watch(onLost);

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
      if (connection.isLost(error)) onLost(error as Error);
      throw (state.lost as Error | undefined) ?? error;
    } finally {
      clearTimeout(timer);
      running.delete(stop);
    }
  }

  const runHandlers = async <Result>(statement: () => Promise<Result>): Promise<Result> => {
    try {
      return await run(statement, limits.handlerStatementTimeoutMs);
    } catch (error) {
      const served = connection.toServerError?.(error) ?? error;
      if (dialect.isInterruption?.(served) === true) state.interruption ??= served as Error;
      throw error;
    }
  };

  async function sendAll(
    statements: readonly string[],
    timeoutMs = limits.statementTimeoutMs,
  ): Promise<StatementResult[]> {
    const results: StatementResult[] = [];
    for (const statement of statements) {
      results.push(await run(() => connection.query(statement), timeoutMs));
    }
    return results;
  }

  async function start({ begin }: Opening, statementTimeoutMs: number): Promise<void> {
    if (settings === undefined) throw new Error("The connection's server is not known.");
    if (mode === undefined) {
      await sendAll([settings.save]);
      mode = dialect.read.begin;
    }
    isBegun = begin === dialect.write.begin;
    if (isBegun) {
      mode = begin;
      await sendAll([begin + settings.hold({ ...limits, statementTimeoutMs })]);
    } else if (mode !== begin) {
      mode = begin;
      await sendAll([begin]);
    }
  }

  async function finish(command: "COMMIT" | "ROLLBACK", timeoutMs?: number): Promise<void> {
    if (!isBegun) return;
    // `completion_type` could add the opposite.
    await sendAll([`${command} AND NO CHAIN NO RELEASE`], timeoutMs);
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
      const guard = createStatementGuard(state, readText, onLateStatement);
      return connection.openHandle(guard, runHandlers);
    },
    giveBack() {
      // Close a connection whose session settings a handler changed.
      if (state.altersSession && isClosable) return end(true);
      if (mode === undefined || settings === undefined) return end(false);
      void sendAll([settings.restore]).then(
        () => end(false),
        () => end(true),
      );
    },
    discard(reason = new Error(connectionEnded)) {
      lose(reason);
    },
  };
}

const alternative = "Use a statement that changes no settings";

const connectionEnded =
  "The connection to the database ended, so the transaction was rolled back. A delivery is retried by the gateway. If a handler " +
  "waits for something other than the database, increase idleTimeoutMs.";

function toTimedOut(timeoutMs: number): string {
  return (
    `The database did not respond within ${timeoutMs} ms, so the connection was closed and the transaction rolled back. Check ` +
    "the network and the locks that statements wait for, or increase statementTimeoutMs or handlerStatementTimeoutMs."
  );
}
