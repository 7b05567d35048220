import type { HandlerScope } from "@numipay/core";
import type { Admitted, StatementGuard } from "../../control/statement-guard.js";
import type { RunStatement } from "../library/mysql-connection.js";
import type { NativeTransaction, PrismaClientLike, PrismaTransaction } from "./prisma-client.js";
import { isRawMethod, readRawText } from "./raw-text.js";

/** What the parts of a handle share. */
interface HandleContext {
  native: NativeTransaction;
  guard: StatementGuard;
  /** Sends a statement within its limits, and sees each error before the handler does. */
  send: RunStatement;
  /** Queries that were created and have not run. */
  waiting: Set<Query>;
}

/** A query of Prisma, which runs when it is awaited. Relations can be chained to it. */
type Query = PromiseLike<unknown> & object;

type Method = (...args: unknown[]) => unknown;

/** Creates a handle for one handler: the transaction client, which checks every query when it runs. */
export function createPrismaHandle<Client extends PrismaClientLike>(
  native: NativeTransaction,
  guard: StatementGuard,
  send: RunStatement,
): HandlerScope<PrismaTransaction<Client>> {
  const waiting = new Set<Query>();
  const tx = wrapClient({ native, guard, send, waiting });
  return {
    tx: tx as unknown as PrismaTransaction<Client>,
    close() {
      if (waiting.size > 0) throw guard.reject(neverRun);
      guard.close();
    },
  };
}

function wrapClient(context: HandleContext): NativeTransaction {
  const { native } = context;
  const nest: Method = (work, options) =>
    handled(
      typeof work === "function"
        ? nestCallback(context, work as (tx: unknown) => unknown, options)
        : nestQueries(context, work as readonly Query[], options),
    );
  return new Proxy(native, {
    get(target, key) {
      if (key === "$transaction") return nest;
      const value: unknown = Reflect.get(target, key);
      if (typeof value === "function") {
        return isRawMethod(key)
          ? wrapRaw(context, key, value as Method)
          : wrapMethod(context, target, value as Method);
      }
      // A model.
      return typeof value === "object" && value !== null ? wrapModel(context, value) : value;
    },
  });
}

function wrapModel(context: HandleContext, model: object): object {
  return new Proxy(model, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? wrapMethod(context, target, value as Method) : value;
    },
  });
}

function wrapMethod(context: HandleContext, target: object, method: Method): Method {
  return (...args) => {
    const result = method.apply(target, args);
    if (isQuery(result)) return wrapQuery(context, result, () => run(context, "", () => result));
    // A method of a client extension has started already.
    return result instanceof Promise ? handled(run(context, "", () => result)) : result;
  };
}

function wrapRaw(context: HandleContext, name: string, method: Method): Method {
  const { native, guard } = context;
  return (...args) => {
    const query = method.apply(native, args) as Query;
    return wrapQuery(context, query, async () => {
      const text = readRawText(args);
      if (text === undefined) throw guard.reject(unreadable);
      const mapped = name.startsWith("$execute") ? 0 : [];
      return run(context, text, () => query, mapped);
    });
  };
}

/** Defers a query's check until it runs. */
function wrapQuery(context: HandleContext, query: Query, send: () => Promise<unknown>): Query {
  const { waiting } = context;
  let sent: Promise<unknown> | undefined;
  const start = (): Promise<unknown> => {
    waiting.delete(query);
    sent ??= handled(send());
    return sent;
  };
  waiting.add(query);
  const methods = new Map<PropertyKey, unknown>([
    ["then", (...args: [never, never]) => start().then(...args)],
    ["catch", (...args: [never]) => start().catch(...args)],
    ["finally", (...args: [never]) => start().finally(...args)],
    // A batch of the application's client calls it, to run the query on another connection.
    ["requestTransaction", () => refuse(context.guard.reject(inBatch))],
  ]);
  return new Proxy(query, {
    get(target, key) {
      if (methods.has(key)) return methods.get(key);
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      // A relation: the query of it runs in place of this one.
      waiting.delete(query);
      return wrapMethod(context, target, value as Method);
    },
  });
}

/** Runs a statement that the guard admits. If it is mapped to savepoints, returns `mapped`. */
function run(
  context: HandleContext,
  text: string,
  query: () => PromiseLike<unknown>,
  mapped?: unknown,
): Promise<unknown> {
  const { native, send } = context;
  return admitted(context, text, ({ sql, command }) =>
    send(async () => {
      if (command === undefined) return query();
      for (const statement of sql.split("; ")) await native.$executeRawUnsafe(statement);
      return mapped;
    }),
  );
}

async function admitted(
  { guard }: HandleContext,
  text: string,
  work: (admitted: Admitted) => Promise<unknown>,
): Promise<unknown> {
  const known = guard.admit(text);
  try {
    const result = await work(known);
    known.settle();
    return result;
  } catch (error) {
    known.settle(error ?? new Error("The statement failed."));
    throw error;
  }
}

/** A nested transaction is a savepoint. The time limits apply to its statements, not to all of it. */
function nestCallback(
  context: HandleContext,
  callback: (tx: unknown) => unknown,
  options: unknown,
): Promise<unknown> {
  const { native, send } = context;
  const nested = async (inner: NativeTransaction): Promise<unknown> =>
    callback(wrapClient({ ...context, native: inner }));
  return admitted(context, "", () =>
    native.$transaction(nested, options).catch((error: unknown) =>
      // The savepoint itself may have failed.
      send(() => Promise.reject(error as Error)),
    ),
  );
}

/** Prisma would run them on another connection. */
function nestQueries(
  context: HandleContext,
  queries: readonly Query[],
  options: unknown,
): Promise<unknown> {
  return nestCallback(
    context,
    async () => {
      const results: unknown[] = [];
      for (const query of queries) results.push(await query);
      return results;
    },
    options,
  );
}

function refuse(error: Error): never {
  throw error;
}

function isQuery(value: unknown): value is Query {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as Record<symbol, unknown>)[Symbol.toStringTag] === "PrismaPromise"
  );
}

/** An unawaited failure fails the transaction, so it must not end the process as well. */
function handled<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

const unreadable =
  "A raw query without text was rejected and not sent, because it cannot be checked. Use a template or a text: tx.$executeRaw`…`.";

const inBatch =
  "A query of tx was rejected and not sent, because a batch of the client would run it outside the inbox's transaction. Use " +
  "tx.$transaction([…]).";

const neverRun =
  "A handler created a query on tx that never ran, so the transaction was rolled back. Prisma runs a query when it is awaited: await " +
  "every query on tx within the handler.";
