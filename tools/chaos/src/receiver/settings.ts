import type { StoreSettings } from "../stores/store.js";

/** The kinds of inbox that a receiver can run with. */
export type EngineName =
  | "memory"
  | "leased"
  | "redis"
  | "postgres"
  | "naivePostgres"
  | "pglite"
  | "mysql"
  | "naiveMysql"
  | "sqlite"
  | "naiveSqlite"
  | "drizzle"
  | "prisma"
  | "typeorm"
  | "bullmq"
  | "bullmqPostgres";

/** What a mode sets. */
export interface EngineSettings {
  engine: EngineName;
  /** How the effect is appended in the ledger process. Required unless the ledger is a table of the store. */
  effect?: "append" | "appendOnce";
  /** Negative control: responds with 200 before the change is recorded. */
  acknowledgesFirst?: boolean;
  /** Negative control: reports a store error as a duplicate. */
  hidesErrors?: boolean;
  /** Negative control: never renews a lease. */
  neverRenews?: boolean;
  /** Negative control: ignores an error of COMMIT. */
  ignoresCommit?: boolean;
  /** Negative control: the effect uses another connection than the inbox's transaction. */
  missesTx?: boolean;
}

/** The settings of one receiver process, passed as JSON. */
export interface ReceiverSettings extends EngineSettings, StoreSettings {
  ledgerUrl: string;
  leaseMs: number;
  /** The signature password of each gateway. */
  passwords: string[];
  /** Whether no fault is injected into this receiver. */
  isSafe: boolean;
}
