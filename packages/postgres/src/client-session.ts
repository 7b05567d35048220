import type { EventEmitter } from "node:events";
import type { PoolClient, QueryResult } from "pg";
import { createStatementGate } from "./control/statement-gate.js";
import { newTransaction } from "./control/transaction-state.js";
import { createPgHandle } from "./pg/pg-handle.js";
import type { Session, StatementResult } from "./session.js";

/** Times after which a statement's connection is taken for lost, in milliseconds. */
export interface StatementLimits {
  /** For the inbox's own statements. */
  statementTimeoutMs: number;
  /** For those of handlers. */
  handlerStatementTimeoutMs: number;
}

/** What the types of `pg` do not show of a client. */
interface ClientInternals {
  connection?: EventEmitter & { stream?: { destroy?: () => void } };
}

/** A session of a client of a pool. `onEnd` is called once, when the client is back or gone. */
export function clientSession(
  client: PoolClient,
  limits: StatementLimits,
  onEnd: () => void,
): Session<PoolClient> {
  const state = newTransaction();
  const { connection } = client as unknown as ClientInternals;
  let isEnded = false;
  let isHandlersTurn = false;

  const end = (isBroken: boolean): void => {
    if (isEnded) return;
    isEnded = true;
    client.off("error", onLost);
    client.off("end", onLost);
    connection?.off?.("readyForQuery", onReady);
    client.release(isBroken);
    onEnd();
  };
  /** Ends it without a word to the server, which may not be there: the pool has its place back at once. */
  const lose = (reason: Error): void => {
    if (isEnded) return;
    state.lost ??= reason;
    connection?.stream?.destroy?.();
    end(true);
  };
  const onLost = (error?: Error): void => {
    lose(new Error(connectionEnded, { cause: error }));
  };
  /** The server says after each statement whether a transaction is open. */
  const onReady = ({ status }: { status?: string }): void => {
    if (!isHandlersTurn || status !== "I") return;
    state.failure ??= new Error(transactionEnded);
    // Before the next statement is sent: it would commit on its own.
    lose(state.failure);
  };
  const limit = (timeoutMs: number): (() => void) => {
    const timer = setTimeout(() => lose(new Error(toSilent(timeoutMs))), timeoutMs);
    return () => clearTimeout(timer);
  };
  client.on("error", onLost);
  client.on("end", onLost);
  connection?.prependListener?.("readyForQuery", onReady);

  return {
    state,
    async run(sql, timeoutMs = limits.statementTimeoutMs) {
      if (state.lost !== undefined) throw state.lost;
      isHandlersTurn = false;
      const stop = limit(timeoutMs);
      try {
        // An array when there is more than one statement, which the types do not know.
        const answer = await client.query({ text: sql, types: asText });
        const results = answer as unknown as QueryResult | QueryResult[];
        return (Array.isArray(results) ? results : [results]).map(toStatementResult);
      } catch (error) {
        throw (state.lost as Error | undefined) ?? error;
      } finally {
        stop();
      }
    },
    openScope(onLateStatement) {
      isHandlersTurn = true;
      const runner = {
        limit: () => limit(limits.handlerStatementTimeoutMs),
        toError(error: unknown) {
          // The pool's own `query_timeout`: the statement runs on, and may still take effect.
          if ((error as Error).message === "Query read timeout") lose(error as Error);
          return state.lost ?? error;
        },
        markAltered() {
          state.altersSession = true;
        },
      };
      return createPgHandle(client, runner, createStatementGate(state, onLateStatement));
    },
    // What a handler left on a connection would be found by the next that gets it.
    giveBack: () => end(state.altersSession),
    discard(reason = new Error(connectionEnded)) {
      lose(reason);
    },
  };
}

/** Whatever parsers the application has set. */
const asText = { getTypeParser: () => String };

function toStatementResult({ rows, rowCount }: QueryResult): StatementResult {
  return { rows: rows as StatementResult["rows"], rowCount: rowCount ?? 0 };
}

const connectionEnded =
  "The connection to the database ended, and the transaction with it: nothing is kept. The delivery comes again. If it " +
  "happens in a handler that waits for something else than the database, give it longer (idleTimeoutMs).";

const transactionEnded =
  "A handler ended the inbox's transaction. Return to commit it, throw to roll it back.";

function toSilent(timeoutMs: number): string {
  return (
    `The database did not respond within ${timeoutMs} ms, so the connection was closed, and nothing is kept. Check the ` +
    "network and the locks that statements wait for, or wait longer (statementTimeoutMs, handlerStatementTimeoutMs)."
  );
}
