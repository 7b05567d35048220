import type { SqlInbox } from "../../../src/pg.js";

/** Where a library connects to. */
export interface LibrarySettings {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** The size of the pool. */
  max: number;
  /** Identifies its connections in PostgreSQL. In MariaDB, the user does. */
  application_name: string;
}

export interface LibraryInboxOptions {
  schema?: string;
  keepContent?: boolean;
  acquireTimeoutMs?: number;
  lockTimeoutMs?: number;
  idleTimeoutMs?: number;
  statementTimeoutMs?: number;
  handlerStatementTimeoutMs?: number;
}

/** An inbox of a library, on a pool of its own. */
export interface OpenedLibrary<Tx> {
  inbox: SqlInbox<Tx>;
  /** Runs a text on the application's own connections. */
  query: (text: string) => Promise<unknown>;
  end: () => Promise<unknown>;
}

/** An entry on a database. */
export interface LibraryUnderTest<Tx> {
  /** The name of the entry. */
  entry: string;
  open(settings: LibrarySettings, options: LibraryInboxOptions): OpenedLibrary<Tx>;
  /** Runs a text on tx. */
  run(tx: Tx, text: string): Promise<unknown>;
  /** Runs a callback in the library's own nested transaction. */
  nest(tx: Tx, callback: (inner: Tx) => Promise<unknown>): Promise<unknown>;
  /** Whether the inbox closes a connection when a handler changed its session. Always on MariaDB. */
  closesConnections?: boolean;
  /** Whether a nested transaction ends with a callback of the library. */
  nestsByCallback?: boolean;
  /** Whether statements that failed may be rolled back with BEGIN and ROLLBACK as texts. */
  recoversByText?: boolean;
}
