import { readFileSync } from "node:fs";
import type { HandlerScope } from "@numipay/core";
import type { PendingQuery, TransactionSql } from "postgres";
import type { StatementGuard } from "../../control/statement-guard.js";
import { createPending, type PendingContext, toNativeArguments, toText } from "./pending-query.js";
import type { PostgresJsTransaction } from "./postgres-js-transaction.js";

type Native = TransactionSql<Record<string, unknown>>;
type Rows = PendingQuery<object[]>;

/** Creates a handle for one handler: the transaction's `sql`, which checks every statement when it is sent. */
export function createPostgresJsHandle<Types extends Record<string, unknown>>(
  transaction: PostgresJsTransaction<Types>,
  guard: StatementGuard,
  onError: (error: unknown) => void,
): HandlerScope<TransactionSql<Types>> {
  const { sql, savepoints, running } = transaction;
  const tx = wrap(sql as unknown as Native, { guard, onError, running, savepoints });
  return { tx: tx as unknown as TransactionSql<Types>, close: () => guard.close() };
}

interface HandleContext extends PendingContext {
  savepoints: Set<Promise<unknown>>;
}

function wrap(native: Native, context: HandleContext): Native {
  const { guard } = context;
  const send = native as unknown as (first: unknown, ...rest: unknown[]) => Rows;

  function tx(first: unknown, ...rest: unknown[]): unknown {
    const isTemplate = Array.isArray((first as { raw?: unknown } | undefined)?.raw);
    if (!isTemplate) return send(first, ...toNativeArguments(rest));
    const query = send(first, ...toNativeArguments(rest));
    return createPending(query, toText(first as readonly string[], rest), native, context);
  }

  function unsafe(text: string, ...rest: unknown[]): unknown {
    const query = (native.unsafe as (...args: unknown[]) => Rows)(text, ...rest);
    return createPending(query, { text, hasOpaque: false }, native, context);
  }

  async function nest(args: unknown[]): Promise<unknown> {
    const callback = args.at(-1) as (inner: Native) => unknown;
    const name = args.length > 1 ? [args[0] as string] : [];
    const { settle } = guard.admit("");
    const run = (inner: Native): unknown => callback(wrap(inner, context));
    const nested = (native.savepoint as (...given: unknown[]) => Promise<unknown>)(...name, run);
    context.savepoints.add(nested);
    try {
      return await nested;
    } catch (error) {
      context.onError(error);
      throw error;
    } finally {
      context.savepoints.delete(nested);
      settle();
    }
  }

  const methods = {
    unsafe,
    // Read at once, because the text must be checked before it is sent.
    file: (path: string, ...rest: unknown[]) => unsafe(readFileSync(path, "utf8"), ...rest),
    savepoint: (...args: unknown[]) => handled(nest(args)),
    notify: (channel: string, payload: string) => tx(notifyTemplate, channel, payload),
    prepare() {
      throw guard.reject(twoPhase);
    },
    array: (...args: [never]) => native.array(...args),
    json: (...args: [never]) => native.json(...args),
    typed: native.typed,
    types: native.types,
  };
  return Object.assign(tx, methods) as unknown as Native;
}

const notifyTemplate = Object.assign(["SELECT pg_notify(", ", ", ")"], {
  raw: ["SELECT pg_notify(", ", ", ")"],
});

/** An unawaited failure fails the transaction, so it must not end the process as well. */
function handled<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

const twoPhase =
  "tx.prepare() was rejected: two-phase commit would end the inbox's transaction without its record. Remove it.";
