import { toPrintable } from "@numipay/core/protocol";
import type { Dialect } from "../dialect.js";
import { migrations } from "./migrations.js";
import type { MysqlTableNames } from "./table-names.js";
import { forbiddenErrors, readError } from "./with-advice.js";

/** The statements that migrate the tables. Processes may run them at the same time. */
export function migrationStatements(
  names: MysqlTableNames,
): Pick<Dialect, "readVersion" | "isWithoutTables" | "migrate" | "toMigrationFailure"> {
  return {
    readVersion: () => ({
      statements: [`SELECT CAST(MAX(version) AS CHAR) AS version FROM ${names.migrations}`],
      read: ([found]) => Number(found?.rows[0]?.["version"] ?? 0),
    }),
    // The table or the database does not exist.
    isWithoutTables: (error) => [1146, 1049].includes(readError(error).errno),
    migrate(version) {
      const missing = migrations.slice(version).flatMap((toStatements) => toStatements(names));
      if (missing.length === 0 || names.database === undefined) return missing;
      return [`CREATE DATABASE IF NOT EXISTS ${names.database}`, ...missing];
    },
    toMigrationFailure(error) {
      const { errno, message } = readError(error);
      return forbiddenErrors.includes(errno)
        ? new Error(toForbidden(message), { cause: error })
        : error;
    },
  };
}

function toForbidden(message: string): string {
  return (
    `The inbox's tables are missing or outdated, and the user may not create or change them (${toPrintable(message, 1_000)}). Call ` +
    "migrate() once with a user that has CREATE on the database, or apply the files in migrations/mysql/. Once the tables are current, " +
    "migrate() needs no privileges beyond those for deliveries."
  );
}
