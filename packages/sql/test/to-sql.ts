import { migrations } from "../src/dialects/postgres/migrations.js";
import type { TableNames } from "../src/dialects/postgres/table-names.js";

/** The migrations from one version to another as one text, as in `migrations/postgres/`. */
export function toSql(names: TableNames, from: number, to: number): string {
  const statements = migrations.slice(from, to).flatMap((toStatements) => toStatements(names));
  return `${statements.join(";\n\n")};\n`;
}
