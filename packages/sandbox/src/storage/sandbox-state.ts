import { schemaVersion } from "./schema.js";
import { integer, text, type Sql } from "./sql.js";

/** What holds for the whole sandbox: the seed that everything is drawn from, and the virtual time it stands at. */
export interface SandboxState {
  readonly seed: string;
  /** Milliseconds since 1970. */
  virtualTime(): number;
  setVirtualTime(at: number): void;
}

/** Opens the state of a database, or makes one. A seed that a file was not made with is refused: its keys would differ. */
export function createSandboxState(
  sql: Sql,
  initial: { seed: string | undefined; startAt: number },
): SandboxState {
  const found = sql.first("SELECT seed FROM sandbox");
  const seed = found === undefined ? (initial.seed ?? "numipay-sandbox") : text(found, "seed");
  if (found === undefined) {
    sql.run("INSERT INTO sandbox (id, schema_version, seed, virtual_time) VALUES (1, ?, ?, ?)", [
      schemaVersion,
      seed,
      initial.startAt,
    ]);
  } else if (initial.seed !== undefined && initial.seed !== seed) {
    throw new Error(
      "The sandbox's file was made with another seed; leave the seed out, or take another file",
    );
  }
  return {
    seed,
    virtualTime() {
      const row = sql.first("SELECT virtual_time FROM sandbox");
      return row === undefined ? initial.startAt : integer(row, "virtual_time");
    },
    setVirtualTime: (at) => sql.run("UPDATE sandbox SET virtual_time = ?", [at]),
  };
}

/**
 * Refuses a file of another version before any table is made in it, so that it stays as it was. Version 1 kept its
 * number in a table called `account`.
 */
export function refuseOtherVersions(sql: Sql): void {
  const tables = sql
    .all("SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('account', 'sandbox')")
    .map((row) => text(row, "name"));
  const isKnown =
    !tables.includes("account") &&
    (!tables.includes("sandbox") ||
      sql.first("SELECT schema_version FROM sandbox")?.["schema_version"] === schemaVersion);
  if (isKnown) return;
  throw new Error(
    "The sandbox's file was written by another version of @numipay/sandbox; delete it to start anew",
  );
}
