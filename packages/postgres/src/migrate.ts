import { toPrintable } from "@numipay/core/protocol";
import { toLockNumber } from "./literal.js";
import { migrations } from "./migrations.js";
import { runRead, runWrite, type Sessions } from "./session.js";
import type { TableNames } from "./table-names.js";

/** For statements on large tables that are in use. */
export const longTimeoutMs = 600_000;

/**
 * Creates the function that migrates the tables to the current version, in one process at a time. If they are current, it only
 * reads: ALTER TABLE would wait for every running handler, even without a change to make, and needs privileges.
 */
export function createMigrate<Tx>(sessions: Sessions<Tx>, names: TableNames): () => Promise<void> {
  // One lock for all inboxes in a schema, because each of them creates the schema.
  const lock = toLockNumber(`migrate ${names.schema ?? ""}`);

  async function readVersion(): Promise<number> {
    try {
      const [found] = await runRead(
        sessions,
        `SELECT max(version) AS version FROM ${names.migrations}`,
      );
      return Number(found?.rows[0]?.["version"] ?? 0);
    } catch (error) {
      // The table or the schema does not exist.
      if (["42P01", "3F000"].includes(readCause(error).code)) return 0;
      throw error;
    }
  }

  return async () => {
    const missing = migrations.slice(await readVersion());
    if (missing.length === 0) return;
    const steps = missing.map((toSql) => toSql(names)).join("\n");
    const sql = `SELECT pg_advisory_xact_lock(${lock});\n${toSchema(names)}${steps}`;
    try {
      await runWrite(sessions, sql.replace(/;\s*$/, ""), longTimeoutMs);
    } catch (error) {
      const { code, message } = readCause(error);
      throw code === "42501" ? new Error(toForbidden(message), { cause: error }) : error;
    }
  };
}

/** CREATE SCHEMA IF NOT EXISTS needs the privilege to create a schema even if it exists. */
function toSchema({ schema }: TableNames): string {
  if (schema === undefined) return "";
  return `DO $do$ BEGIN
  IF to_regnamespace('${schema}') IS NULL THEN CREATE SCHEMA ${schema}; END IF;
END $do$;\n`;
}

/** The server's error, which the advice wraps. */
function readCause(error: unknown): { code: string; message: string } {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return { code: cause?.code ?? "", message: cause?.message ?? "" };
}

function toForbidden(message: string): string {
  return (
    `The inbox's tables are missing or outdated, and the role may not create or change them (${toPrintable(message, 1_000)}). Call ` +
    "migrate() once with the role that owns the schema, or apply the files in migrations/. Once the tables are current, migrate() " +
    "needs no privileges beyond those for deliveries."
  );
}
