/** Quotes a text as an SQL literal. The text must not contain NUL, at which SQLite would stop reading. */
export function toLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The current time as SQL: ISO 8601 in UTC with milliseconds, which sorts as text. */
export const now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
