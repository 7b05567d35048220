import type { PoolClient } from "pg";
import type { StatementGate } from "../control/statement-gate.js";
import { clientListeners } from "./client-listeners.js";
import { createQuery, type StatementRunner } from "./handle-query.js";

/** A handle of a client for one handler. */
export interface PgHandle {
  tx: PoolClient;
  close: () => void;
}

/** Fields of a client that a handler may read. */
const readable = new Set<PropertyKey>(["processID", "user", "database", "host", "port"]);

/** Functions of a client that neither run statements nor change it. */
const harmless = new Set<PropertyKey>([
  "escapeLiteral",
  "escapeIdentifier",
  "getTypeParser",
  "getTransactionStatus",
]);

/**
 * A handle that looks like the client to drivers and query builders, and passes every statement through the gate. Only
 * what is listed here is reachable; what is assigned to it stays on it.
 */
export function createPgHandle(
  client: PoolClient,
  runner: StatementRunner,
  gate: StatementGate,
): PgHandle {
  // Of the client's class, so that `instanceof` holds, but without anything of its own.
  const overlay = Object.create(Object.getPrototypeOf(client) as object) as PoolClient;
  const listeners = clientListeners(client, () => tx);
  const offered = new Map<PropertyKey, unknown>([
    ["query", createQuery(client, runner, gate)],
    // Libraries give back what they are given; the inbox keeps it until the record is written.
    ["release", () => undefined],
    ["setTypeParser", createSetTypeParser(client, runner)],
    ...Object.entries(listeners.methods),
  ]);

  function read(key: PropertyKey): unknown {
    const known = offered.get(key);
    if (known !== undefined) return known;
    const value: unknown = Reflect.get(client, key);
    if (readable.has(key)) return value;
    if (typeof value !== "function" || typeof key === "symbol") return undefined;
    if (key === "constructor") return value;
    if (harmless.has(key)) return (value as (...args: unknown[]) => unknown).bind(client);
    return () => {
      throw new Error(
        `tx.${String(key)}() is not available in a handler: the connection belongs to the inbox. Use tx.query().`,
      );
    };
  }

  const tx: PoolClient = new Proxy(overlay, {
    get(target, key) {
      return Object.hasOwn(target, key) ? Reflect.get(target, key) : read(key);
    },
    has: (target, key) => Object.hasOwn(target, key) || read(key) !== undefined,
    // On the overlay itself: a setter of the client's class must not run.
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
      listeners.removeAll();
      gate.close();
    },
  };
}

/** A parser would stay with the connection, so that is not used again. */
function createSetTypeParser(client: PoolClient, runner: StatementRunner): unknown {
  return (...args: unknown[]) => {
    runner.markAltered();
    return (client.setTypeParser as (...given: unknown[]) => unknown).apply(client, args);
  };
}
