/** Quotes a text as an SQL literal. In hex, because `sql_mode` decides how backslashes and quotes are read. */
export function toLiteral(text: string): string {
  return `_utf8mb4 ${toBytes(text)}`;
}

/** The bytes of a text as an SQL literal. Compares exactly: with case, accents and trailing spaces. */
export function toBytes(text: string): string {
  return `X'${Buffer.from(text, "utf8").toString("hex")}'`;
}

/** A point in time as an SQL literal in UTC, for a DATETIME column. */
export function toTime(time: Date): string {
  return `'${time.toISOString().slice(0, 23).replace("T", " ")}'`;
}
