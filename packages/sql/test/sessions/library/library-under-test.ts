import type { SqlInbox } from "../../../src/pg.js";
import type { LibrarySettings } from "../../programs/library-settings.js";

export type { LibrarySettings };

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
  open(
    settings: LibrarySettings,
    options: LibraryInboxOptions,
  ): OpenedLibrary<Tx> | Promise<OpenedLibrary<Tx>>;
  /** Runs a text on tx. */
  run(tx: Tx, text: string): Promise<unknown>;
  /** Runs a callback in the library's own nested transaction. */
  nest(tx: Tx, callback: (inner: Tx) => Promise<unknown>): Promise<unknown>;
  /**
   * Whether the inbox closes a connection when a handler changed its session. Defaults to false on PostgreSQL, and to true on MariaDB.
   */
  closesConnections?: boolean;
  /** Whether a nested transaction ends with a callback of the library. */
  nestsByCallback?: boolean;
  /** Whether statements that failed may be rolled back with BEGIN and ROLLBACK as texts. */
  recoversByText?: boolean;
}
