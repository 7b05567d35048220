import type { PoolClient, QueryResult } from "pg";
import type { Admitted, StatementGate } from "../control/statement-gate.js";
import { type QueryCall, readCall } from "./query-call.js";

/** What the session of a client does for the statements of handlers. */
export interface StatementRunner {
  /** Ends the session when the statement that begins now has not ended in time; call the result when it has. */
  limit: () => () => void;
  /** What a statement's failure is reported as: why the session ended, where it did. */
  toError: (error: unknown) => unknown;
  /** Notes that the connection must not be used again. */
  markAltered: () => void;
}

type ClientQuery = (...args: unknown[]) => unknown;

/** `query` of a handle, in all of its forms: promise, callback, and query object. */
export function createQuery(
  client: PoolClient,
  runner: StatementRunner,
  gate: StatementGate,
): (...args: unknown[]) => unknown {
  const send: ClientQuery = (...args) => (client.query as ClientQuery)(...args);

  return (...args) => {
    const call = readCall(args);
    let admitted: Admitted;
    try {
      admitted = admit(call, gate);
    } catch (error) {
      return answerWith(error, call);
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

function admit(call: QueryCall, gate: StatementGate): Admitted {
  if (call.kind === "unreadable") throw gate.refuse(call.why);
  return call.kind === "object" ? gate.admitAsIs(call.text) : gate.admit(call.text);
}

/** Gives a refusal in the form that the call asked for. */
function answerWith(error: unknown, call: QueryCall): unknown {
  const { callback } = call;
  if (callback !== undefined) {
    process.nextTick(callback, error);
    return undefined;
  }
  // A cursor or a stream has no promise that could reject.
  if (call.kind === "object" || (call.kind === "unreadable" && call.isObject)) throw error;
  return toRejected(error);
}

/** The gate has reported the refusal, or makes the transaction fail: an unawaited one need not end the process as well. */
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
  // The signs that all kinds of them have ended: one or the other is called, once.
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
  // What became a savepoint goes without the values and the name that the control statement may have had.
  const config = command === undefined ? { ...call.config, text: sql } : { text: sql };
  const toResult = (result: unknown): unknown =>
    command === undefined ? result : toControlResult(result, command);
  if (callback !== undefined) {
    return send(config, (error: unknown, result: unknown) => {
      settle(error ?? undefined);
      if (error) callback(runner.toError(error));
      else callback(error, toResult(result));
    });
  }
  const answer = (send(config) as Promise<unknown>).then(
    (result) => {
      settle();
      return toResult(result);
    },
    (error: unknown) => {
      settle(error);
      throw runner.toError(error);
    },
  );
  // A failure that is not awaited still makes the transaction fail: it need not end the process as well.
  answer.catch(() => undefined);
  return answer;
}

/** The result as the control statement's own. */
function toControlResult(result: unknown, command: string): unknown {
  const last = (Array.isArray(result) ? result.at(-1) : result) as QueryResult;
  last.command = command;
  return last;
}
