import type { Dialect } from "../dialects/dialect.js";
import type { Runner } from "./runner.js";

/** For statements on large tables that are in use. */
export const longTimeoutMs = 600_000;

/**
 * Creates the function that migrates the tables to the current version. If they are current, it only reads: a change of a table
 * would wait for every running handler, and needs privileges. A role that may not create functions gets the tables without them.
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

  async function migrateFrom(version: number, withFunctions: boolean): Promise<void> {
    const statements = dialect.migrate(version, { withFunctions });
    if (statements.length === 0) return;
    try {
      await runner.run(statements, longTimeoutMs);
    } catch (error) {
      if (withFunctions && dialect.mayNotCreateFunctions?.(error)) {
        return migrateFrom(version, false);
      }
      throw dialect.toMigrationFailure(error);
    }
  }

  return async () => migrateFrom(await readVersion(), true);
}
