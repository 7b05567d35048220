import type { StatementResult } from "../../dialects/dialect.js";
import type { NativeTransaction } from "./prisma-client.js";

/** Runs one of the inbox's statements, and returns its values as text. */
export async function runStatement(
  tx: NativeTransaction,
  statement: string,
): Promise<StatementResult> {
  if (!/^\s*SELECT\b/i.test(statement)) {
    return { rows: [], rowCount: await tx.$executeRawUnsafe(statement) };
  }
  const found = (await tx.$queryRawUnsafe(statement)) as Row[];
  return { rows: found.map(toTexts), rowCount: found.length };
}

/** Prisma parses the numbers of MariaDB. The inbox reads no other types. */
type Row = Record<string, string | number | bigint | null>;

function toTexts(row: Row): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
  );
}
