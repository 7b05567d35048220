/**
 * Splits a migration into its statements. An empty line separates them, also within the body of a function.
 *
 * @param {string} sql
 * @returns {string[]}
 */
export function toStatements(sql) {
  /** @type {string[]} */
  const statements = [];
  let open = "";
  for (const part of sql.trimEnd().split(";\n\n")) {
    const text = open === "" ? part : `${open};\n\n${part}`;
    const isWhole = text.split("$do$").length % 2 === 1;
    open = isWhole ? "" : text;
    if (isWhole) statements.push(text.replace(/;$/, ""));
  }
  return statements;
}
