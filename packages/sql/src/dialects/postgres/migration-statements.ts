import { toPrintable } from "@numipay/core/protocol";
import type { Dialect } from "../dialect.js";
import { toLockNumber } from "./literal.js";
import { migrations } from "./migrations.js";
import type { TableNames } from "./table-names.js";

/** The statements that migrate the tables, in one process at a time. */
export function migrationStatements(
  names: TableNames,
): Pick<
  Dialect,
  "readVersion" | "isWithoutTables" | "migrate" | "mayNotCreateFunctions" | "toMigrationFailure"
> {
  // One lock for all inboxes in a schema, because each of them creates the schema.
  const lock = toLockNumber(`migrate ${names.schema ?? ""}`);
  return {
    readVersion: () => ({
      statements: [`SELECT CAST(max(version) AS text) AS version FROM ${names.migrations}`],
      read: ([found]) => Number(found?.rows[0]?.["version"] ?? 0),
    }),
    // The table or the schema does not exist.
    isWithoutTables: (error) => ["42P01", "3F000"].includes(readCause(error).code),
    migrate(version, { withFunctions } = { withFunctions: true }) {
      const missing = migrations.slice(version).flatMap((toStatements) => toStatements(names));
      if (missing.length === 0) return [];
      const statements = [...toSchema(names), ...missing];
      return [
        `SELECT CAST(pg_advisory_xact_lock(${lock}) AS text)`,
        ...(withFunctions ? statements : statements.filter((statement) => !isCode(statement))),
      ];
    },
    // DO needs the privilege for the language too.
    mayNotCreateFunctions(error) {
      const { code, message } = readCause(error);
      return code === "42501" && message.includes("plpgsql");
    },
    toMigrationFailure(error) {
      const { code, message } = readCause(error);
      return code === "42501" ? new Error(toForbidden(message), { cause: error }) : error;
    },
  };
}

/** CREATE SCHEMA IF NOT EXISTS needs the privilege to create a schema even if it exists. */
function toSchema({ schema }: TableNames): string[] {
  if (schema === undefined) return [];
  return [
    `DO $do$ BEGIN
  IF to_regnamespace('${schema}') IS NULL THEN CREATE SCHEMA ${schema}; END IF;
END $do$`,
  ];
}

/** True for DO blocks, which also create the functions. */
function isCode(statement: string): boolean {
  return /^DO /m.test(statement);
}

/** The server's error, which the advice wraps. */
function readCause(error: unknown): { code: string; message: string } {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return { code: cause?.code ?? "", message: cause?.message ?? "" };
}

function toForbidden(message: string): string {
  return (
    `The inbox's tables are missing or outdated, and the role may not create or change them (${toPrintable(message, 1_000)}). Call ` +
    "migrate() once with the role that owns the schema, or apply the files in migrations/postgres/. Once the tables are current, migrate() " +
    "needs no privileges beyond those for deliveries."
  );
}
