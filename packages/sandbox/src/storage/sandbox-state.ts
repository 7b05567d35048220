import { otherVersion } from "./sandbox-file.js";
import { schemaVersion } from "./schema.js";
import { integer, text, type Sql } from "./sql.js";

/** The seed and the virtual time of a sandbox. */
export interface SandboxState {
  readonly seed: string;
  /** Milliseconds since 1970. */
  virtualTime(): number;
  setVirtualTime(at: number): void;
}

/** Opens or creates the state. Throws an Error for another seed than the file's, because its keys would differ. */
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
      "The sandbox's file was created with another seed. Omit the seed, or use another file.",
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

/** Rejects a file with other tables, and one whose creation was interrupted. */
export function refuseOtherVersions(sql: Sql, file: string): void {
  const tables = sql.all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'sandbox'");
  const version = tables.length === 0 ? undefined : sql.first("SELECT * FROM sandbox");
  if (version === undefined) {
    throw new Error(`${file} is incomplete. Delete it to start again.`);
  }
  if (version["schema_version"] !== schemaVersion) throw otherVersion(file);
}
