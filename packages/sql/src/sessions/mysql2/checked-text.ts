import type { Connection, QueryOptions } from "mysql2/promise";

/**
 * Returns the text that the guard checks: the text with placeholders, or with its values if they can contain SQL. An error if that
 * cannot be found out.
 */
export function toCheckedText(
  connection: Connection,
  { sql, values: own, namedPlaceholders }: QueryOptions,
  given: unknown,
): string | Error {
  if (typeof sql !== "string") return new Error(withoutText);
  const values = given ?? own;
  const isFormatted = typeof connection.config.queryFormat === "function";
  if (!isFormatted && !containsSql(values)) return sql;
  if (namedPlaceholders !== undefined) return new Error(unknownFormat);
  return connection.format(sql, values);
}

/** `mysql.raw()` and other objects that format themselves are inserted without quotes. */
function containsSql(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null || depth > 5) return false;
  if (typeof (value as { toSqlString?: unknown }).toSqlString === "function") return true;
  if (ArrayBuffer.isView(value) || value instanceof Date) return false;
  return Object.values(value).some((part) => containsSql(part, depth + 1));
}

const withoutText = "A query without text was rejected and not sent. Pass it as sql.";

const unknownFormat =
  "A query with SQL in its values and namedPlaceholders was rejected and not sent, because it cannot be checked. Write the SQL in the text.";
