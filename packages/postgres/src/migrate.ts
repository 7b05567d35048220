import { toLockNumber } from "./literal.js";
import { migrations } from "./migrations.js";
import { runOnce, type Sessions } from "./session.js";
import type { TableNames } from "./table-names.js";

/** What makes the tables. One process at a time does it; the others wait, and find it done. */
export function createMigrate<Tx>(sessions: Sessions<Tx>, names: TableNames): () => Promise<void> {
  const lock = toLockNumber(`migrate ${names.migrations}`);
  return async () => {
    const schema = names.schema === undefined ? "" : `CREATE SCHEMA IF NOT EXISTS ${names.schema};`;
    await runOnce(
      sessions,
      `BEGIN; SELECT pg_advisory_xact_lock(${lock}); ${schema}
${migrations.map((toSql) => toSql(names)).join("\n")}
COMMIT`,
    );
  };
}
