// Reads the tables of packages/sql/migrations/*/0001.sql, which are written one column a line.
import { toStatements } from "./to-statements.mjs";

/**
 * @typedef {{ name: string, type: string, isRequired: boolean, isKey: boolean, counts: boolean, value?: string, comment: string }} Column
 * @typedef {{ name: string, comment: string, columns: Column[], key: string[], indexes: Index[] }} Table
 * @typedef {{ name: string, columns: string[], where?: string }} Index
 */

const columnLine =
  /^(?<name>\w+) (?<type>.+?)(?<required> NOT NULL)?(?<counts> AUTO_INCREMENT)?(?: DEFAULT (?<value>[^\s,]+))?(?<key> PRIMARY KEY)?,?$/;

/**
 * The tables of a migration, in its order.
 *
 * @param {string} sql
 * @returns {Table[]}
 */
export function readTables(sql) {
  return toStatements(sql).flatMap((statement) => {
    const found = /^((?:-- .*\n)*)CREATE TABLE IF NOT EXISTS ["`](\w+)["`] \(\n(.*)\n\)/s.exec(
      statement,
    );
    if (found === null) return [];
    const table = readTable(found);
    return [{ ...table, indexes: [...table.indexes, ...readIndexes(sql, table.name)] }];
  });
}

const indexLine =
  /^CREATE INDEX IF NOT EXISTS "(\w+)" ON "(\w+)" \(([\w, ]+)\)(?: WHERE (.+))?;$/gm;

/** The indexes that are created after a table. @param {string} sql @param {string} table @returns {Index[]} */
function readIndexes(sql, table) {
  return [...sql.matchAll(indexLine)].flatMap(([, name = "", on, columns = "", where]) =>
    on === table
      ? [{ name, columns: columns.split(", "), ...(where !== undefined && { where }) }]
      : [],
  );
}

/** @param {RegExpExecArray} found @returns {Table} */
function readTable([, comment = "", name = "", body = ""]) {
  /** @type {Table} */
  const table = { name, comment: toText(comment), columns: [], key: [], indexes: [] };
  let above = "";
  for (const line of body.split("\n").map((one) => one.trim())) {
    const listed = /^PRIMARY KEY \(([\w, ]+)\),?$/.exec(line)?.[1];
    const index = /^KEY `(\w+)` \(([\w, ]+)\),?$/.exec(line);
    if (line.startsWith("-- ")) above += `${line}\n`;
    else if (index !== null) {
      table.indexes.push({ name: index[1] ?? "", columns: (index[2] ?? "").split(", ") });
    } else if (listed === undefined) {
      table.columns.push(readColumn(line, above));
      above = "";
    } else table.key = listed.split(", ");
  }
  if (table.key.length === 0) {
    table.key = table.columns.filter(({ isKey }) => isKey).map((column) => column.name);
  }
  return table;
}

/** @param {string} line @param {string} above @returns {Column} */
function readColumn(line, above) {
  const { name, type, required, counts, value, key } = columnLine.exec(line)?.groups ?? {};
  if (name === undefined || type === undefined) throw new Error(`This is no column: ${line}`);
  const isKey = key !== undefined;
  return {
    name,
    type,
    isKey,
    isRequired: isKey || required !== undefined,
    counts: counts !== undefined,
    ...(value !== undefined && { value }),
    comment: toText(above),
  };
}

/** @param {string} comment */
function toText(comment) {
  return comment.replaceAll(/^-- /gm, "").trim().replaceAll("\n", " ");
}

/** `recorded_at` as `recordedAt`. @param {string} name */
export function toCamelCase(name) {
  return name.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

/** `numipay_changes` as `NumipayChanges`. @param {string} name */
export function toPascalCase(name) {
  return toCamelCase(`_${name}`);
}

/**
 * What a form writes for a type of the database.
 *
 * @template Form
 * @param {Record<string, Form>} forms @param {Column} column
 */
export function findForm(forms, { name, type }) {
  const form = forms[type];
  if (form === undefined) throw new Error(`There is no form for ${name} ${type}.`);
  return form;
}
