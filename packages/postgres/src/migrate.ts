import { toLockNumber } from "./literal.js";
import { migrations } from "./migrations.js";
import { beginWrite, runOnce, type Sessions } from "./session.js";
import type { TableNames } from "./table-names.js";

/** For statements on large tables that are in use. */
export const longTimeoutMs = 600_000;

/**
 * Creates the function that migrates the tables to the current version, in one process at a time. If they are current, it only
 * reads: ALTER TABLE would wait for every running handler, even without a change to make.
 */
export function createMigrate<Tx>(sessions: Sessions<Tx>, names: TableNames): () => Promise<void> {
  const lock = toLockNumber(`migrate ${names.migrations}`);

  async function readVersion(): Promise<number> {
    try {
      const [found] = await runOnce(
        sessions,
        `SELECT max(version) AS version FROM ${names.migrations}`,
      );
      return Number(found?.rows[0]?.["version"] ?? 0);
    } catch (error) {
      // The table or the schema does not exist.
      if (["42P01", "3F000"].includes((error as { code?: string }).code ?? "")) return 0;
      throw error;
    }
  }

  return async () => {
    const missing = migrations.slice(await readVersion());
    if (missing.length === 0) return;
    const schema = names.schema === undefined ? "" : `CREATE SCHEMA IF NOT EXISTS ${names.schema};`;
    await runOnce(
      sessions,
      `${beginWrite}; SELECT pg_advisory_xact_lock(${lock}); ${schema}
${missing.map((toSql) => toSql(names)).join("\n")}
COMMIT`,
      longTimeoutMs,
    );
  };
}
