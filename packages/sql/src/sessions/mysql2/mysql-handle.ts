import type { HandlerScope } from "@numipay/core";
import type { PoolConnection, QueryOptions, QueryValues } from "mysql2/promise";
import type { StatementGuard } from "../../control/statement-guard.js";
import type { RunStatement } from "../library/mysql-connection.js";
import { toCheckedText } from "./checked-text.js";

/** Connection fields that a handler may read. */
const readable = new Set<PropertyKey>(["threadId", "config", "Promise"]);

/** Connection methods that neither run statements nor change the connection. */
const harmless = new Set<PropertyKey>(["format", "escape", "escapeId", "unprepare"]);

type Send = (options: QueryOptions, values: unknown) => Promise<unknown>;

/**
 * Creates a handle that looks like the connection to query builders, but checks every statement. Only what is listed here is
 * reachable. Assigned properties stay on the handle.
 */
export function createMysqlHandle(
  connection: PoolConnection,
  run: RunStatement,
  guard: StatementGuard,
): HandlerScope<PoolConnection> {
  // Inherits from the connection's class for `instanceof`, but has no own properties.
  const overlay = Object.create(Object.getPrototypeOf(connection) as object) as PoolConnection;

  /** Sends savepoints in place of transaction control, one at a time: a pool need not allow several in one text. */
  async function sendMapped(sql: string, command: string): Promise<unknown> {
    const parts = command === "ROLLBACK" ? sql.split("; ") : [sql];
    let last: unknown;
    for (const part of parts) last = await connection.query(part);
    return last;
  }

  async function checked<Result>(
    text: string | Error,
    send: (sql: string) => Promise<Result>,
  ): Promise<Result> {
    if (text instanceof Error) throw guard.reject(text.message);
    const { sql, command, settle } = guard.admit(text);
    try {
      const result = await run(() =>
        command === undefined ? send(sql) : (sendMapped(sql, command) as Promise<Result>),
      );
      settle();
      return result;
    } catch (error) {
      settle(error ?? new Error("The statement failed."));
      throw error;
    }
  }

  /** `query` and `execute`, with a text or with options. */
  const toMethod =
    (send: Send) =>
    (given: string | QueryOptions, values?: unknown): Promise<unknown> => {
      // A copy, so that the options cannot change before they are sent.
      const options: QueryOptions = typeof given === "string" ? { sql: given } : { ...given };
      const text = toCheckedText(connection, options, values);
      return handled(checked(text, () => send(options, values)));
    };

  /** A prepared statement, checked when it is prepared and each time it runs. */
  async function prepare(given: string | QueryOptions): Promise<unknown> {
    const options: QueryOptions = typeof given === "string" ? { sql: given } : { ...given };
    const { settle } = guard.admitUnchanged(options.sql);
    const statement = await run(() => connection.prepare(options)).finally(() => settle());
    return {
      execute: (parameters: unknown) =>
        handled(checked(options.sql, () => statement.execute(parameters))),
      close: () => statement.close(),
    };
  }

  const control = (text: string) => (): Promise<void> =>
    handled(checked(text, () => connection.query(text)).then(() => undefined));

  const offered = new Map<PropertyKey, unknown>([
    ["query", toMethod((options, values) => connection.query(options, values as QueryValues))],
    ["execute", toMethod((options, values) => connection.execute(options, values as never))],
    ["prepare", (given: string | QueryOptions) => handled(prepare(given))],
    ["ping", () => handled(checked("DO 1", (sql) => connection.query(sql)).then(() => undefined))],
    ["beginTransaction", control("START TRANSACTION")],
    ["commit", control("COMMIT")],
    ["rollback", control("ROLLBACK")],
    // Libraries release the connection they were given, but the inbox needs it until the record is written.
    ["release", () => undefined],
  ]);

  function read(key: PropertyKey): unknown {
    const known = offered.get(key);
    if (known !== undefined) return known;
    // The connection that this one wraps would run statements unchecked.
    const value: unknown = key === "connection" ? () => undefined : Reflect.get(connection, key);
    if (readable.has(key)) return value;
    if (typeof value !== "function" || typeof key === "symbol") return undefined;
    if (key === "constructor") return value;
    if (harmless.has(key)) return (value as (...args: unknown[]) => unknown).bind(connection);
    return () => {
      throw new Error(
        `tx.${String(key)}() is not available in a handler, because the inbox manages the connection. Use tx.query().`,
      );
    };
  }

  const tx: PoolConnection = new Proxy(overlay, {
    get(target, key) {
      if (Object.hasOwn(target, key)) return Reflect.get(target, key);
      if (key === "connection") throw new Error(unchecked);
      return read(key);
    },
    has: (target, key) => Object.hasOwn(target, key) || read(key) !== undefined,
    // Defines it on the overlay, so that no setter of the connection's class runs.
    set: (target, key, value) =>
      Reflect.defineProperty(target, key, {
        value,
        writable: true,
        configurable: true,
        enumerable: true,
      }),
    setPrototypeOf: () => false,
  });
  return { tx, close: () => guard.close() };
}

/** The guard reports a rejection or fails the transaction, so an unawaited promise must not end the process as well. */
function handled<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

const unchecked =
  "tx.connection is not available in a handler, because its statements would not be checked. Use tx.query(). Streams are not supported.";
