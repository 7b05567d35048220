import type { Dialect } from "../dialect.js";
import { toStoredKey } from "../stored-key.js";
import { fromStoredText, toStoredText } from "../stored-text.js";
import { now, toLiteral } from "./literal.js";
import type { SqliteTableNames } from "./table-names.js";

/** The statements for the reconciler's checkpoints. */
export function checkpointStatements({ marks }: SqliteTableNames): Dialect["checkpoints"] {
  return {
    read: (name) => ({
      statements: [`SELECT value FROM ${marks} WHERE name = ${toLiteral(toStoredKey(name))}`],
      read([found]) {
        const stored = found?.rows[0]?.["value"] ?? undefined;
        return stored === undefined ? undefined : fromStoredText(stored);
      },
    }),
    write: (name, value) => [
      `INSERT INTO ${marks} (name, value) VALUES (${toLiteral(toStoredKey(name))}, ${toLiteral(toStoredText(value))})
ON CONFLICT (name) DO UPDATE SET value = excluded.value, written_at = ${now}`,
    ],
  };
}
