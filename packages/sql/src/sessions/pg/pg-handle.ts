import type { PoolClient } from "pg";
import type { StatementGuard } from "../../control/statement-guard.js";
import { type ClientListeners, clientListeners, listenerMethods } from "./client-listeners.js";
import { createQuery, type StatementRunner } from "./handle-query.js";

/** A handler's handle of a client. */
export interface PgHandle {
  tx: PoolClient;
  close: () => void;
}

/** Client fields that a handler may read. */
const readable = new Set<PropertyKey>(["processID", "user", "database", "host", "port"]);

/** Client methods that neither run statements nor change the client. */
const harmless = new Set<PropertyKey>([
  "escapeLiteral",
  "escapeIdentifier",
  "getTypeParser",
  "getTransactionStatus",
]);

/**
 * Creates a handle that looks like the client to drivers and query builders, but checks every statement. Only what is listed
 * here is reachable. Assigned properties stay on the handle.
 */
export function createPgHandle(
  client: PoolClient,
  runner: StatementRunner,
  guard: StatementGuard,
): PgHandle {
  // Inherits from the client's class for `instanceof`, but has no own properties.
  const overlay = Object.create(Object.getPrototypeOf(client) as object) as PoolClient;
  // Few handlers listen, and creating the methods is a large part of what a handle costs.
  let listeners: ClientListeners | undefined;
  const offered = new Map<PropertyKey, unknown>([
    ["query", createQuery(client, runner, guard)],
    // Libraries release the client they were given, but the inbox needs it until the record is written.
    ["release", () => undefined],
    ["setTypeParser", createSetTypeParser(client, runner)],
  ]);

  function read(key: PropertyKey): unknown {
    const known = offered.get(key);
    if (known !== undefined) return known;
    if (listenerMethods.has(key)) {
      listeners ??= clientListeners(client, () => tx);
      return listeners.methods[key as string];
    }
    const value: unknown = Reflect.get(client, key);
    if (readable.has(key)) return value;
    if (typeof value !== "function" || typeof key === "symbol") return undefined;
    if (key === "constructor") return value;
    if (harmless.has(key)) return (value as (...args: unknown[]) => unknown).bind(client);
    return () => {
      throw new Error(
        `tx.${String(key)}() is not available in a handler, because the inbox manages the connection. Use tx.query().`,
      );
    };
  }

  const tx: PoolClient = new Proxy(overlay, {
    get(target, key) {
      return Object.hasOwn(target, key) ? Reflect.get(target, key) : read(key);
    },
    has: (target, key) => Object.hasOwn(target, key) || read(key) !== undefined,
    // Defines it on the overlay, so that no setter of the client's class runs.
    set: (target, key, value) =>
      Reflect.defineProperty(target, key, {
        value,
        writable: true,
        configurable: true,
        enumerable: true,
      }),
    setPrototypeOf: () => false,
  });
  return {
    tx,
    close() {
      listeners?.removeAll();
      guard.close();
    },
  };
}

/** A parser stays set on the connection, so the connection is not reused. */
function createSetTypeParser(client: PoolClient, runner: StatementRunner): unknown {
  return (...args: unknown[]) => {
    runner.markAltered();
    return (client.setTypeParser as (...given: unknown[]) => unknown).apply(client, args);
  };
}
