import type { HandlerScope } from "@numipay/core";
import type { StatementGuard } from "../../control/statement-guard.js";
import type { StatementResult } from "../../dialects/dialect.js";

/** Runs a handler's statement within its time limit, and notices a deadlock and a lost connection. */
export type RunStatement = <Result>(statement: () => Promise<Result>) => Promise<Result>;

/** A connection to MariaDB that a driver or a library has given to the inbox. No transaction is open on it. */
export interface MysqlConnection<Tx> {
  /** What remains the same for as long as the connection is open. Its server is read once. Without it, each time. */
  identity: object | undefined;
  /** Runs one statement and returns its values as text. */
  query(sql: string): Promise<StatementResult>;
  /** Creates the handle for one handler: each statement passes the guard, and is then sent within `run`. */
  openHandle(guard: StatementGuard, run: RunStatement): HandlerScope<Tx>;
  /** Returns the error of the server, if the library wraps it. */
  toServerError?(error: unknown): unknown;
  /** True if the error means that the connection is gone. */
  isLost(error: unknown): boolean;
  /** Calls the listener when the connection ends. Returns a function that stops that. */
  watch(onLost: (error?: Error) => void): () => void;
  /** Whether it can be closed. Otherwise, statements that change the session are rejected. Defaults to true. */
  isClosable?: boolean;
  /** Gives the connection back, or closes it. Resolves when its place in the pool is free. */
  end(isBroken: boolean): void | Promise<unknown>;
}

/** Where connections come from. */
export interface MysqlSource<Tx> {
  /** Inboxes with the same key share the limit of handlers. */
  pool: object;
  /** How many handlers may hold a connection. */
  maxHandlers(): number;
  /** The option that sets the size of the pool, for error messages. */
  sizeOption: string;
  connect(): Promise<MysqlConnection<Tx>>;
}
