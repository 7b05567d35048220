import type { Dialect } from "../dialect.js";
import { toStoredKey } from "../stored-key.js";
import { toLiteral } from "./literal.js";
import type { TableNames } from "./table-names.js";

/** The statements for the reconciler's checkpoints. */
export function checkpointStatements({ marks }: TableNames): Dialect["checkpoints"] {
  return {
    read: (name) => ({
      statements: [`SELECT value FROM ${marks} WHERE name = ${toLiteral(toStoredKey(name))}`],
      read: ([found]) => found?.rows[0]?.["value"] ?? undefined,
    }),
    write: (name, value) => [
      `INSERT INTO ${marks} (name, value) VALUES (${toLiteral(toStoredKey(name))}, ${toLiteral(value)})
ON CONFLICT (name) DO UPDATE SET value = excluded.value, written_at = now()`,
    ],
  };
}
