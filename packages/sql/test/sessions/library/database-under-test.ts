import type { openProxy } from "../../server.js";
import type { LibraryInboxOptions, LibrarySettings } from "./library-under-test.js";

/** A database that libraries are tested on. */
export interface DatabaseUnderTest {
  name: "PostgreSQL" | "MariaDB";
  /** `describe`, skipped if the server is unreachable. */
  describe(name: string, tests: () => void): void;
  connect(): ServerUnderTest;
  openProxy: typeof openProxy;
  /** A statement that fails, and its error. */
  failing: string;
  isFailure: RegExp;
  toSleep(seconds: number): string;
  /** The table of effects. */
  toEffects(table: string): string;
  /** The table of effects as ORMs map it. */
  toEntities(table: string): string;
  /** Transaction control that is rejected. */
  rejected: readonly string[];
}

/** What a test does beside the inbox. Namespaces are schemas or databases. */
export interface ServerUnderTest {
  read<Row extends object>(text: string): Promise<Row[]>;
  createNamespace(): Promise<string>;
  dropNamespace(namespace: string): Promise<void>;
  /** Deletes the effects and the records. */
  clear(namespace: string): Promise<void>;
  /** How a library connects so that its connections have this name. */
  toSettings(name: string, namespace: string): Promise<LibrarySettings>;
  /** Places the inbox's tables in the namespace. */
  toOptions(namespace: string): LibraryInboxOptions;
  /** Ends the connections with this name, and waits until their transactions are rolled back. */
  terminate(name: string): Promise<void>;
  close(): Promise<void>;
}
