import { findForm, toCamelCase } from "./read-tables.mjs";

/** @typedef {{ call: (name: string) => string, needs: string }} Form */

const bytes = 'customType<{ data: Buffer }>({ dataType: () => "bytea" })';

/** What a schema imports, and what it defines because Drizzle lacks it. */
const parts = {
  postgres: {
    from: "drizzle-orm/pg-core",
    table: "pgTable",
    own: {
      bytes: `const bytes = ${bytes};`,
      key: `/** Compares by bytes. */\nconst key = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });`,
    },
    types: {
      integer: form("integer"),
      bigint: form("bigint", '{ mode: "bigint" }'),
      boolean: form("boolean"),
      text: form("text"),
      'text COLLATE "C"': form("key"),
      bytea: form("bytes"),
      timestamptz: form("timestamp", "{ withTimezone: true }"),
    },
  },
  mysql: {
    from: "drizzle-orm/mysql-core",
    table: "mysqlTable",
    own: {
      exactText: `/** Compares by bytes. */\nconst exactText = customType<{ data: string }>({\n  dataType: () => "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",\n});`,
      key: 'const key = customType<{ data: Buffer }>({ dataType: () => "varbinary(512)" });',
      digest: 'const digest = customType<{ data: Buffer }>({ dataType: () => "binary(32)" });',
    },
    types: {
      int: form("int"),
      tinyint: form("tinyint"),
      "bigint unsigned": form("bigint", '{ mode: "bigint", unsigned: true }'),
      "varbinary(512)": form("key"),
      "binary(32)": form("digest"),
      "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin": form("exactText"),
      "datetime(6)": form("datetime", "{ fsp: 6 }"),
      "datetime(3)": form("datetime", "{ fsp: 3 }"),
    },
  },
};

/** @param {string} needs @param {string} [options] @returns {Form} */
function form(needs, options) {
  return {
    needs,
    call: (name) => `${needs}("${name}"${options === undefined ? "" : `, ${options}`})`,
  };
}

/**
 * The tables as a schema of Drizzle.
 *
 * @param {"postgres" | "mysql"} dialect @param {readonly import("./read-tables.mjs").Table[]} tables
 * @param {readonly string[]} sequences
 */
export function toDrizzle(dialect, tables, sequences) {
  const { from, table, own, types } = parts[dialect];
  const used = new Set([table, "customType"]);
  if (sequences.length > 0) used.add("pgSequence");
  const definitions = tables.map((one) => {
    const columns = one.columns.map((column) => {
      const { call, needs } = findForm(types, column);
      if (!(needs in own)) used.add(needs);
      return `${toComment(column.comment)}${toCamelCase(column.name)}: ${call(column.name)}${toModifiers(one, column)},`;
    });
    const key = one.key.map((name) => `table.${toCamelCase(name)}`).join(", ");
    if (one.key.length > 1) used.add("primaryKey");
    if (one.indexes.length > 0) used.add("index");
    const name = dialect === "postgres" ? `name: "${one.name}_pkey", ` : "";
    const constraints = [
      ...(one.key.length > 1 ? [`primaryKey({ ${name}columns: [${key}] })`] : []),
      ...one.indexes.map((index) => {
        const on = index.columns.map((column) => `table.${toCamelCase(column)}`).join(", ");
        const where = index.where === undefined ? "" : `.where(sql\`${index.where}\`)`;
        return `index("${index.name}").on(${on})${where}`;
      }),
    ];
    const rest = constraints.length > 0 ? `, (table) => [${constraints.join(", ")}]` : "";
    return `${toComment(one.comment)}export const ${toCamelCase(one.name)} = ${table}("${one.name}", {\n${columns.join("\n")}\n}${rest});`;
  });
  return [
    "// The tables of @numipay/sql as a schema. Copy it into your schema. Only the inbox and the journal write to them.\n// Generated from the numbered SQL files, which create the tables and what Drizzle has no schema for.",
    [
      ...(tables.some(({ indexes }) => indexes.some(({ where }) => where !== undefined))
        ? ['import { sql } from "drizzle-orm";']
        : []),
      `import { ${[...used].toSorted().join(", ")} } from "${from}";`,
    ].join("\n"),
    Object.values(own).join("\n"),
    ...sequences.map((name) => `export const ${toCamelCase(name)} = pgSequence("${name}");`),
    ...definitions,
  ].join("\n\n");
}

/** @param {import("./read-tables.mjs").Table} table @param {import("./read-tables.mjs").Column} column */
function toModifiers({ key }, { name, isRequired, counts, value }) {
  const isKey = key.length === 1 && key[0] === name;
  const called = [
    isRequired && !isKey && ".notNull()",
    isKey && ".primaryKey()",
    counts && ".autoincrement()",
    value === "now()" && ".defaultNow()",
    value !== undefined && value !== "now()" && `.default(${value})`,
  ];
  return called.filter((one) => typeof one === "string").join("");
}

/** @param {string} text */
function toComment(text) {
  return text === "" ? "" : `/** ${text} */\n`;
}
