import type { PoolClient, QueryResult } from "pg";
import type { Admitted, StatementGuard } from "../../control/statement-guard.js";
import { type QueryCall, readCall } from "./query-call.js";

/** What a session provides for handlers' statements. */
export interface StatementRunner {
  /** Starts the timeout of a statement. Call the returned function when it has finished. */
  limit: () => () => void;
  /** Returns why the session ended, if it did, or else the statement's own error. */
  toError: (error: unknown) => unknown;
  /** Prevents reuse of the connection. */
  markAltered: () => void;
}

type ClientQuery = (...args: unknown[]) => unknown;

/** Creates a handle's `query` in all its forms: promise, callback and query object. */
export function createQuery(
  client: PoolClient,
  runner: StatementRunner,
  guard: StatementGuard,
): (...args: unknown[]) => unknown {
  const send: ClientQuery = (...args) => (client.query as ClientQuery)(...args);

  return (...args) => {
    const call = readCall(args);
    let admitted: Admitted;
    try {
      admitted = admit(call, guard);
    } catch (error) {
      return rejectCall(error, call);
    }
    const stop = runner.limit();
    const settle = (error?: unknown): void => {
      stop();
      admitted.settle(error);
    };
    try {
      if (call.kind === "object") return submit(send, call, settle);
      if (call.kind === "text") return run(send, runner, { call, admitted, settle });
      return undefined;
    } catch (error) {
      settle(error);
      throw error;
    }
  };
}

function admit(call: QueryCall, guard: StatementGuard): Admitted {
  if (call.kind === "unreadable") throw guard.reject(call.reason);
  return call.kind === "object" ? guard.admitUnchanged(call.text) : guard.admit(call.text);
}

/** Reports a rejection in the form of the call. */
function rejectCall(error: unknown, call: QueryCall): unknown {
  const { callback } = call;
  if (callback !== undefined) {
    process.nextTick(callback, error);
    return undefined;
  }
  // A cursor or a stream has no promise to reject.
  if (call.kind === "object" || (call.kind === "unreadable" && call.isObject)) throw error;
  return toRejected(error);
}

/** The guard reports the rejection or fails the transaction, so an unawaited promise must not end the process as well. */
function toRejected(reason: unknown): Promise<never> {
  const rejected = Promise.reject(reason);
  rejected.catch(() => undefined);
  return rejected;
}

function submit(
  send: ClientQuery,
  { query, callback }: Extract<QueryCall, { kind: "object" }>,
  settle: (error?: unknown) => void,
): unknown {
  const { handleReadyForQuery, handleError } = query;
  let isSettled = false;
  const settleOnce = (error?: unknown): void => {
    if (!isSettled) settle(error);
    isSettled = true;
  };
  // Every kind of query object calls one of these when it has finished.
  query.handleReadyForQuery = (...args) => {
    settleOnce();
    return handleReadyForQuery?.apply(query, args);
  };
  query.handleError = (...args) => {
    settleOnce(args[0]);
    return handleError?.apply(query, args);
  };
  return callback === undefined ? send(query) : send(query, callback);
}

interface Running {
  call: Extract<QueryCall, { kind: "text" }>;
  admitted: Admitted;
  settle: (error?: unknown) => void;
}

function run(
  send: ClientQuery,
  runner: StatementRunner,
  { call, admitted: { sql, command }, settle }: Running,
): unknown {
  const { callback } = call;
  // A mapped savepoint is sent without the values and name of the original statement.
  const query = command === undefined ? toQuery(sql, call) : [sql];
  const toResult = (result: unknown): unknown =>
    command === undefined ? result : toControlResult(result, command);
  if (callback !== undefined) {
    return send(...query, (error: unknown, result: unknown) => {
      settle(error ?? undefined);
      if (error) callback(runner.toError(error));
      else callback(error, toResult(result));
    });
  }
  const result = (send(...query) as Promise<unknown>).then(
    (sent) => {
      settle();
      return toResult(sent);
    },
    (error: unknown) => {
      settle(error);
      throw runner.toError(error);
    },
  );
  // An unawaited failure fails the transaction, so it must not end the process as well.
  result.catch(() => undefined);
  return result;
}

/** `pg` copies a config field by field, which costs more than everything else before it sends the statement. */
function toQuery(sql: string, { config, values }: Running["call"]): unknown[] {
  if (config !== undefined) return [{ ...config, text: sql }];
  return values === undefined ? [sql] : [sql, values];
}

/** Makes the result look like that of the control statement. */
function toControlResult(result: unknown, command: string): unknown {
  const last = (Array.isArray(result) ? result.at(-1) : result) as QueryResult;
  last.command = command;
  return last;
}
