import type { PendingQuery, TransactionSql } from "postgres";
import type { Admitted, StatementGuard } from "../../control/statement-guard.js";

type Native = TransactionSql<Record<string, unknown>>;
type Rows = PendingQuery<object[]>;

/** What a handle shares with its queries. */
export interface PendingContext {
  guard: StatementGuard;
  /** Called with each error of a statement, before the handler sees it. */
  onError: (error: unknown) => void;
  /** Cancels each running statement. */
  running: Set<() => void>;
}

/** The text of a query, as far as it is known. */
export interface QueryText {
  text: string;
  /** Whether it contains a fragment of another `sql`, whose text is not known. */
  hasOpaque: boolean;
}

type Settle = (error?: unknown) => void;
/** Decides when a statement that has a result has finished. */
type SettleWhen = (result: unknown, settle: Settle) => void;

/** The queries and fragments of handlers, by the object that the handler has. */
const known = new WeakMap<object, QueryText & { query: Rows }>();

const opaque = "\u0000fragment";

/** Assembles the text of a template. Values and names cannot contain transaction control; fragments can. */
export function toText(strings: readonly string[], values: readonly unknown[]): QueryText {
  let hasOpaque = false;
  const toPart = (value: unknown): string => {
    const fragment = known.get(Object(value) as object);
    if (fragment !== undefined) {
      hasOpaque ||= fragment.hasOpaque;
      return ` ${fragment.text} `;
    }
    if (Array.isArray(value) && value[0] instanceof Promise) return value.map(toPart).join(" ");
    if (value instanceof Promise) {
      hasOpaque = true;
      return opaque;
    }
    return "$1";
  };
  const text = strings.map((part, at) => (at === 0 ? "" : toPart(values[at - 1])) + part).join("");
  return { text, hasOpaque };
}

/** Replaces the handle's queries by those of postgres.js. */
export function toNativeArguments(values: readonly unknown[]): unknown[] {
  return values.map((value) => {
    const fragment = known.get(Object(value) as object);
    if (fragment !== undefined) return fragment.query;
    if (!Array.isArray(value) || !(value[0] instanceof Promise)) return value;
    return toNativeArguments(value);
  });
}

/**
 * Creates what a handler sees of a query. Queries of postgres.js are sent when they are awaited, so they are checked then: one that
 * was created in time may be awaited too late.
 */
export function createPending(
  query: Rows,
  { text, hasOpaque }: QueryText,
  native: Native,
  { guard, onError, running }: PendingContext,
): Rows {
  let isSimple = false;
  let sent: Promise<unknown> | undefined;

  function admit(): Admitted {
    if (hasOpaque && (isSimple || startsOpaque(text))) throw guard.reject(opaqueFragment);
    return guard.admit(text);
  }

  /** Sends the query with one of its methods, and returns the promise of its result. */
  function start(
    send: () => PromiseLike<unknown>,
    settleWhen?: SettleWhen,
    cancel = (): void => query.cancel(),
  ): Promise<unknown> {
    sent ??= run(send, settleWhen, cancel);
    sent.catch(() => undefined);
    return sent;
  }

  async function run(
    send: () => PromiseLike<unknown>,
    settleWhen: SettleWhen | undefined,
    cancel: () => void,
  ): Promise<unknown> {
    const { sql, command, settle } = admit();
    running.add(cancel);
    const end = (error?: unknown): void => {
      // Its first call counts.
      if (running.delete(cancel)) settle(error);
    };
    try {
      if (command !== undefined) {
        const results = await sendSeveral(native, sql);
        end();
        return Object.assign([], results.at(-1), { command });
      }
      const result = await send();
      if (settleWhen === undefined) end();
      else settleWhen(result, end);
      return result;
    } catch (error) {
      onError(error);
      end(error ?? new Error("The statement failed."));
      throw error;
    }
  }

  const plain = (): Promise<unknown> => start(() => query.then((result) => result));
  const methods: Record<PropertyKey, (...args: never[]) => unknown> = {
    // oxlint-disable-next-line unicorn/no-thenable -- A query of postgres.js is a promise.
    then: (...args: [never, never]) => plain().then(...args),
    catch: (...args: [never]) => plain().catch(...args),
    finally: (...args: [never]) => plain().finally(...args),
    execute: () => (void plain(), pending),
    simple: () => ((isSimple = true), query.simple(), pending),
    raw: () => (query.raw(), pending),
    values: () => (query.values(), pending),
    describe: () => (query.describe(), pending),
    forEach: (...args: [never]) => start(() => query.forEach(...args)),
    cursor(...args: [never, never]) {
      const isCallback = args.some((arg) => typeof arg === "function");
      if (isCallback) return start(() => query.cursor(...args));
      return iterate(query.cursor(...(args as unknown as [number])), (cursor, settleWhen) =>
        // Its portal blocks the connection until it is closed.
        start(
          async () => undefined,
          settleWhen,
          () => void cursor.return?.(),
        ),
      );
    },
    readable: () => start(() => query.readable(), settleOnClose),
    writable: () => start(() => query.writable(), settleOnClose),
  };
  const pending: Rows = new Proxy(query, {
    get(target, key) {
      const method = Object.hasOwn(methods, key) ? methods[key] : undefined;
      if (method !== undefined) return method;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  known.set(pending, { query, text, hasOpaque });
  return pending;
}

/** A savepoint may be mapped to several statements. They are sent together. */
function sendSeveral(native: Native, sql: string): Promise<object[]> {
  return Promise.all(sql.split("; ").map((statement) => native.unsafe(statement)));
}

/** The statement of a cursor is running until its loop ends. */
function iterate(
  rows: AsyncIterable<object[]>,
  start: (cursor: AsyncIterator<object[]>, settleWhen: SettleWhen) => Promise<unknown>,
): AsyncIterable<object[]> {
  return {
    async *[Symbol.asyncIterator]() {
      const cursor = rows[Symbol.asyncIterator]();
      let end: Settle = () => undefined;
      await start(cursor, (_result, settle) => {
        end = settle;
      });
      try {
        yield* { [Symbol.asyncIterator]: () => cursor };
        end();
      } catch (error) {
        end(error);
        throw error;
      } finally {
        end();
      }
    },
  };
}

/** The statement of a stream is running until the stream is closed. */
function settleOnClose(stream: unknown, settle: Settle): void {
  (stream as NodeJS.ReadWriteStream).once("close", () => settle());
}

/** Whether a statement of the text may be a fragment whose text is not known. */
function startsOpaque(text: string): boolean {
  return text.split(";").some((part) => part.trimStart().startsWith(opaque));
}

const opaqueFragment =
  "A query that begins with a fragment of another sql was rejected and not sent, because it cannot be checked. Write the fragment " +
  "with tx: tx`…`.";
