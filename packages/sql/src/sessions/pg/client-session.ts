import type { EventEmitter } from "node:events";
import type { PoolClient, QueryResult } from "pg";
import { createStatementGuard } from "../../control/statement-guard.js";
import { newTransaction } from "../../control/transaction-state.js";
import type { StatementResult } from "../../dialects/dialect.js";
import { readText } from "../../dialects/postgres/read-control.js";
import type { Session } from "../session.js";
import { createPgHandle } from "./pg-handle.js";

/** How long a statement may take before its connection is considered lost, in milliseconds. */
export interface StatementLimits {
  /** For the inbox's own statements. */
  statementTimeoutMs: number;
  /** For handlers' statements. */
  handlerStatementTimeoutMs: number;
}

/** Parts of a client that the types of `pg` omit. */
interface ClientInternals {
  connection?: EventEmitter & { stream?: { destroy?: () => void } };
}

/** Creates a session on a pool client. `release` is called once. It returns the client to its pool, or removes it if it is broken. */
export function clientSession(
  client: PoolClient,
  limits: StatementLimits,
  release: (isBroken: boolean) => void,
): Session<PoolClient> {
  const state = newTransaction();
  const { connection } = client as unknown as ClientInternals;
  let isEnded = false;
  let isHandlerActive = false;

  const end = (isBroken: boolean): void => {
    if (isEnded) return;
    isEnded = true;
    client.off("error", onLost);
    client.off("end", onLost);
    connection?.off?.("readyForQuery", onReady);
    release(isBroken);
  };
  /** Closes the socket without waiting for the server, so that the pool can replace the connection at once. */
  const lose = (reason: Error): void => {
    if (isEnded) return;
    state.lost ??= reason;
    connection?.stream?.destroy?.();
    end(true);
  };
  const onLost = (error?: Error): void => {
    lose(new Error(connectionEnded, { cause: error }));
  };
  /** After each statement, the server reports whether a transaction is open. */
  const onReady = ({ status }: { status?: string }): void => {
    if (!isHandlerActive || status !== "I") return;
    state.failure ??= new Error(transactionEnded);
    // Close it before the next statement is sent, which would commit on its own.
    lose(state.failure);
  };
  const limit = (timeoutMs: number): (() => void) => {
    const timer = setTimeout(() => lose(new Error(toTimedOut(timeoutMs))), timeoutMs);
    return () => clearTimeout(timer);
  };
  client.on("error", onLost);
  client.on("end", onLost);
  connection?.prependListener?.("readyForQuery", onReady);

  /** Sends statements in one message. */
  async function send(
    statements: readonly string[],
    timeoutMs = limits.statementTimeoutMs,
  ): Promise<StatementResult[]> {
    if (state.lost !== undefined) throw state.lost;
    isHandlerActive = false;
    const stop = limit(timeoutMs);
    try {
      // An array for several statements, which the types omit.
      const result = (await client.query({ text: statements.join(";\n"), types: asText })) as
        | QueryResult
        | QueryResult[];
      return (Array.isArray(result) ? result : [result]).map(toStatementResult);
    } catch (error) {
      throw (state.lost as Error | undefined) ?? error;
    } finally {
      stop();
    }
  }

  return {
    state,
    async transact({ begin }, statements, timeoutMs) {
      return (await send([begin, ...statements, "COMMIT"], timeoutMs)).slice(1, -1);
    },
    async begin({ begin }, statements) {
      return (await send([begin, ...statements])).slice(1);
    },
    async commit(statements, timeoutMs) {
      await send([...statements, "COMMIT"], timeoutMs);
    },
    async rollback() {
      await send(["ROLLBACK"]);
    },
    openScope(onLateStatement) {
      isHandlerActive = true;
      const runner = {
        limit: () => limit(limits.handlerStatementTimeoutMs),
        toError(error: unknown) {
          // From the pool's `query_timeout`: the statement keeps running and may still take effect.
          if ((error as Error).message === "Query read timeout") lose(error as Error);
          return state.lost ?? error;
        },
        markAltered() {
          state.altersSession = true;
        },
      };
      return createPgHandle(client, runner, createStatementGuard(state, readText, onLateStatement));
    },
    // Close a connection whose session settings a handler changed.
    giveBack: () => end(state.altersSession),
    discard(reason = new Error(connectionEnded)) {
      lose(reason);
    },
  };
}

/** Ignores the type parsers that the application has set. */
export const asText = { getTypeParser: () => String };

/** What a statement returned. */
export function toStatementResult({ rows, rowCount }: QueryResult): StatementResult {
  return { rows: rows as StatementResult["rows"], rowCount: rowCount ?? 0 };
}

const connectionEnded =
  "The connection to the database ended, so the transaction was rolled back. A delivery is retried by the gateway. If a handler " +
  "waits for something other than the database, increase idleTimeoutMs.";

const transactionEnded =
  "A handler ended the inbox's transaction. Return to commit it, or throw to roll it back.";

function toTimedOut(timeoutMs: number): string {
  return (
    `The database did not respond within ${timeoutMs} ms, so the connection was closed and the transaction rolled back. Check ` +
    "the network and the locks that statements wait for, or increase statementTimeoutMs or handlerStatementTimeoutMs."
  );
}
