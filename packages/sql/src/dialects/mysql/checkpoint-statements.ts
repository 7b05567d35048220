import type { Dialect } from "../dialect.js";
import { toStoredKey } from "../stored-key.js";
import { toBytes, toLiteral } from "./literal.js";
import type { MysqlTableNames } from "./table-names.js";

/** The statements for the reconciler's checkpoints. */
export function checkpointStatements({ marks }: MysqlTableNames): Dialect["checkpoints"] {
  return {
    read: (name) => ({
      statements: [`SELECT value FROM ${marks} WHERE name = ${toBytes(toStoredKey(name))}`],
      read: ([found]) => found?.rows[0]?.["value"] ?? undefined,
    }),
    write: (name, value) => [
      `INSERT INTO ${marks} (name, value, written_at)
VALUES (${toBytes(toStoredKey(name))}, ${toLiteral(value)}, UTC_TIMESTAMP(6))
ON DUPLICATE KEY UPDATE value = ${toLiteral(value)}, written_at = UTC_TIMESTAMP(6)`,
    ],
  };
}
