import type { PayerModeSettings } from "../payer/settings.js";
import { missingMariadb, startMariadb } from "../stores/mariadb-store.js";
import { missingPostgres, startPostgres } from "../stores/postgres-store.js";
import { missingSqlite, startSqliteFile } from "../stores/sqlite-store.js";
import type { Store, StoreOptions } from "../stores/store.js";
import { redisWith } from "./modes.js";
import type { PayoutFamilyName } from "./payout-families.js";

/** What a negative control of outgoing payments can show. */
export type PayoutControlResult = "lost" | "sentTwice";

/** A way to pay customers out, and the families of faults that it must withstand. */
export interface PayoutMode {
  settings: PayerModeSettings;
  families: readonly PayoutFamilyName[];
  store?: (options?: StoreOptions) => Promise<Store>;
  /** Why the mode cannot run on this machine, or undefined. */
  missing?: () => string | undefined;
  /** Recovers with `resend: "when-not-found"` all the time, and without waiting for the grace period. */
  resends?: boolean;
  /** Whether the mode may pay twice. The results are shown and do not count. */
  mayLose?: boolean;
  /** The most intents in progress in each payer, if the engine needs a limit of its own. */
  mostInProgress?: number;
  /** The most intents to fault, if a full run needs fewer. */
  mostFaults?: number;
  /** For negative controls: what the run must show. One of them is enough. */
  shows?: readonly PayoutControlResult[];
}

const processFaults = [
  "payer killed",
  "payer stopped past its lease",
  "payers deployed",
  "payers contend",
  "clocks differ",
] as const;
const serverFaults = ["journal cut off", "journal killed"] as const;
const all = [...processFaults, "connection errors", ...serverFaults] as const;

const postgres = { store: startPostgres, missing: missingPostgres };
const mysql = { store: startMariadb, missing: missingMariadb };
/** One transaction after another is written, and no server can be killed. */
const sqlite = { store: startSqliteFile, missing: missingSqlite, mostInProgress: 32 };
const redis = redisWith({ appendfsync: "always" });

export const payoutModes: Record<string, PayoutMode> = {
  "postgres outbox": {
    settings: { engine: "postgres", way: "outbox" },
    ...postgres,
    families: [...all, "journal cut during COMMIT"],
  },
  "postgres journal": {
    settings: { engine: "postgres", way: "journal" },
    ...postgres,
    families: all,
  },
  "mysql outbox": {
    settings: { engine: "mysql", way: "outbox" },
    ...mysql,
    families: [...all, "journal cut during COMMIT"],
  },
  "mysql journal": { settings: { engine: "mysql", way: "journal" }, ...mysql, families: all },
  "sqlite outbox": {
    settings: { engine: "sqlite", way: "outbox" },
    ...sqlite,
    families: [...processFaults, "connection errors", "journal file locked"],
  },
  "sqlite journal": {
    settings: { engine: "sqlite", way: "journal" },
    ...sqlite,
    families: [...processFaults, "connection errors", "journal file locked"],
  },
  "redis journal": { settings: { engine: "redis", way: "journal" }, ...redis, families: all },
  "postgres outbox, resends": {
    settings: { engine: "postgres", way: "outbox" },
    ...postgres,
    resends: true,
    mayLose: true,
    families: ["payer killed", "payer stopped past its lease"],
  },
};

/** Modes with a known defect that the run must detect. */
export const payoutControls: Record<string, PayoutMode> = {
  "no journal": {
    settings: { engine: "none", way: "journal" },
    families: ["payer killed", "connection errors"],
    shows: ["sentTwice"],
  },
  "journal written after the POST": {
    settings: { engine: "redis", way: "journal", recordsAfterPost: true },
    ...redis,
    families: ["payer killed", "connection errors"],
    shows: ["sentTwice"],
  },
  "outbox in another transaction": {
    settings: { engine: "postgres", way: "outbox", missesTx: true },
    ...postgres,
    families: ["payer killed"],
    shows: ["lost"],
  },
};
