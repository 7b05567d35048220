import { integer, text, textOrNull, type Sql } from "./sql.js";
import type { ChaosOptions, ChaosPlan } from "../gateway/chaos-options.js";
import type { ChaosFault } from "../gateway/faults.js";

/** The active chaos and its faults, stored in the sandbox's file so that a reopened sandbox continues. */
export interface ChaosStore {
  /** The last chaos, and whether it is active. Undefined if there never was one. */
  current(): StoredChaos | undefined;
  /** Starts a new chaos and deletes the faults and counts of the previous one. */
  begin(chaos: Omit<StoredChaos, "isOn">): void;
  stop(): void;
  /** Counts a call on a subject and returns its number, from 1. */
  count(subject: string): number;
  /** Records a fault once. */
  record(fault: ChaosFault): void;
  faults(): ChaosFault[];
}

/** A chaos as it was started. */
export interface StoredChaos {
  readonly seed: string;
  readonly options: Pick<ChaosOptions, "deliveries" | "api">;
  readonly replay: ChaosPlan | undefined;
  readonly isOn: boolean;
}

const tables = [
  `CREATE TABLE IF NOT EXISTS chaos (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seed TEXT NOT NULL,
    options TEXT NOT NULL,
    replay TEXT,
    is_on INTEGER NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS chaos_calls (subject TEXT PRIMARY KEY, calls INTEGER NOT NULL)`,
  // Unique, because work that a closing sandbox interrupted is repeated, and its faults must not be recorded again.
  `CREATE TABLE IF NOT EXISTS chaos_faults (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    fault TEXT NOT NULL,
    UNIQUE (kind, subject, attempt)
  )`,
];

/** Opens the tables of chaos, and creates them if necessary. */
export function createChaosStore(sql: Sql): ChaosStore {
  for (const table of tables) sql.run(table);
  return {
    current() {
      const row = sql.first("SELECT * FROM chaos");
      if (row === undefined) return undefined;
      const replay = textOrNull(row, "replay");
      return {
        seed: text(row, "seed"),
        options: JSON.parse(text(row, "options")) as StoredChaos["options"],
        replay: replay === null ? undefined : (JSON.parse(replay) as ChaosPlan),
        isOn: integer(row, "is_on") === 1,
      };
    },
    begin: ({ seed, options, replay }) =>
      sql.atomically(() => {
        for (const table of ["chaos", "chaos_calls", "chaos_faults"]) {
          sql.run(`DELETE FROM ${table}`);
        }
        sql.run("INSERT INTO chaos (id, seed, options, replay, is_on) VALUES (1, ?, ?, ?, 1)", [
          seed,
          JSON.stringify(options),
          replay === undefined ? null : JSON.stringify(replay),
        ]);
      }),
    stop: () => sql.run("UPDATE chaos SET is_on = 0"),
    count: (subject) =>
      sql.atomically(() => {
        sql.run(
          `INSERT INTO chaos_calls (subject, calls) VALUES (?, 1)
           ON CONFLICT (subject) DO UPDATE SET calls = calls + 1`,
          [subject],
        );
        const row = sql.first("SELECT calls FROM chaos_calls WHERE subject = ?", [subject]);
        return row === undefined ? 1 : integer(row, "calls");
      }),
    record: (fault) =>
      sql.run(
        "INSERT OR IGNORE INTO chaos_faults (kind, subject, attempt, fault) VALUES (?, ?, ?, ?)",
        [fault.kind, fault.subject, fault.attempt, JSON.stringify(fault)],
      ),
    faults: () =>
      sql
        .all("SELECT fault FROM chaos_faults ORDER BY number")
        .map((row) => JSON.parse(text(row, "fault")) as ChaosFault),
  };
}
