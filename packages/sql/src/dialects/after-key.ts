/** The most rows of a page. */
export const pageSize = 1000;

/**
 * The condition for the rows after a key, which any database can read from the index of the columns: a comparison of rows is not
 * enough for MariaDB.
 *
 * @param parts each column with its last value as SQL, in the order of the index. Empty for the first page
 */
export function afterKey(parts: readonly (readonly [column: string, value: string])[]): string {
  const [first, ...rest] = parts;
  if (first === undefined) return "1 = 1";
  const [column, value] = first;
  if (rest.length === 0) return `${column} > ${value}`;
  return `${column} >= ${value} AND (${column} > ${value} OR (${afterKey(rest)}))`;
}
