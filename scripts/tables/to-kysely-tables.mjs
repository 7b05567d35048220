import { findForm, toPascalCase } from "./read-tables.mjs";

/** What `pg` and `mysql2` return. */
const types = {
  postgres: {
    integer: "number",
    bigint: "string",
    boolean: "boolean",
    text: "string",
    'text COLLATE "C"': "string",
    bytea: "Buffer",
    timestamptz: "Date",
  },
  mysql: {
    int: "number",
    tinyint: "number",
    "bigint unsigned": "number",
    "varbinary(512)": "Buffer",
    "binary(32)": "Buffer",
    "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin": "string",
    "datetime(6)": "Date",
    "datetime(3)": "Date",
  },
};

/**
 * The tables as types of Kysely.
 *
 * @param {"postgres" | "mysql"} dialect @param {readonly import("./read-tables.mjs").Table[]} tables
 */
export function toKyselyTables(dialect, tables) {
  const rows = tables.map(({ name, comment, columns }) => {
    const fields = columns.map((column) => {
      const type = `${findForm(types[dialect], column)}${column.isRequired ? "" : " | null"}`;
      return `${toComment(column.comment)}${column.name}: ReadOnly<${type}>;`;
    });
    return `${toComment(comment)}export interface ${toPascalCase(name)}Table {\n${fields.join("\n")}\n}`;
  });
  const all = tables.map(({ name }) => `${name}: ${toPascalCase(name)}Table;`);
  return [
    "// The tables of @numipay/sql as types of Kysely. Copy them into your project. Generated from the numbered SQL files.",
    'import type { ColumnType } from "kysely";',
    "/** Only the inbox and the journal write to these tables. */\ntype ReadOnly<Type> = ColumnType<Type, never, never>;",
    ...rows,
    `/** For your database: \`interface Database extends NumipayTables { … }\`. */\nexport interface NumipayTables {\n${all.join("\n")}\n}`,
  ].join("\n\n");
}

/** @param {string} text */
function toComment(text) {
  return text === "" ? "" : `/** ${text} */\n`;
}
