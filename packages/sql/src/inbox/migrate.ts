import type { Dialect } from "../dialects/dialect.js";
import type { Runner } from "./runner.js";

/** For statements on large tables that are in use. */
export const longTimeoutMs = 600_000;

/**
 * Creates the function that migrates the tables to the current version. If they are current, it only reads: a change of a table
 * would wait for every running handler, and needs privileges.
 */
export function createMigrate(runner: Runner, dialect: Dialect): () => Promise<void> {
  async function readVersion(): Promise<number> {
    try {
      return await runner.read(dialect.readVersion());
    } catch (error) {
      if (dialect.isWithoutTables(error)) return 0;
      throw error;
    }
  }

  return async () => {
    const statements = dialect.migrate(await readVersion());
    if (statements.length === 0) return;
    try {
      await runner.run(statements, longTimeoutMs);
    } catch (error) {
      throw dialect.toMigrationFailure(error);
    }
  };
}
