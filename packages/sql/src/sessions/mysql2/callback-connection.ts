import { callbackify } from "node:util";
import type { PoolConnection, QueryOptions, QueryResult, QueryValues } from "mysql2/promise";

/** The parts of a connection with callbacks that libraries use. */
export interface CallbackConnection {
  query(
    query: string | QueryOptions,
    values: unknown,
    callback: (error: unknown, result?: QueryResult) => void,
  ): void;
  release(): void;
}

/** Gives a library that calls `mysql2` with callbacks a handle of promises. It cannot stream. */
export function toCallbackConnection(tx: PoolConnection): CallbackConnection {
  const run = callbackify(async (query: string | QueryOptions, values: unknown) => {
    const options = typeof query === "string" ? { sql: query } : query;
    const [result] = await tx.query(options, values as QueryValues);
    return result;
  });
  return {
    query(query, values, callback) {
      if (typeof callback !== "function") throw new Error(cannotStream);
      run(query, values, callback);
    },
    release: () => undefined,
  };
}

const cannotStream = "tx cannot stream on MariaDB. Read the rows in pages.";
