import { findForm, toCamelCase, toPascalCase } from "./read-tables.mjs";

const types = {
  postgres: {
    integer: ["Int"],
    bigint: ["BigInt"],
    boolean: ["Boolean"],
    text: ["String"],
    'text COLLATE "C"': ["String"],
    bytea: ["Bytes"],
    timestamptz: ["DateTime", "@db.Timestamptz(6)"],
  },
  mysql: {
    int: ["Int"],
    tinyint: ["Int", "@db.TinyInt"],
    "bigint unsigned": ["BigInt", "@db.UnsignedBigInt"],
    "varbinary(512)": ["Bytes", "@db.VarBinary(512)"],
    "binary(32)": ["Bytes", "@db.Binary(32)"],
    "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin": ["String", "@db.LongText"],
    "datetime(6)": ["DateTime", "@db.DateTime(6)"],
    "datetime(3)": ["DateTime", "@db.DateTime(3)"],
  },
};

/**
 * The tables as models of Prisma.
 *
 * @param {"postgres" | "mysql"} dialect @param {readonly import("./read-tables.mjs").Table[]} tables
 */
export function toPrisma(dialect, tables) {
  const models = tables.map((table) => {
    const fields = table.columns.map((column) => toField(dialect, table, column));
    const key = table.key.map(toCamelCase).join(", ");
    const id = table.key.length > 1 ? [`  @@id([${key}])`] : [];
    return [
      ...(table.comment === "" ? [] : [`/// ${table.comment}`]),
      `model ${toPascalCase(table.name).replace(/s$/, "")} {`,
      ...fields,
      "",
      ...id,
      ...table.indexes.map(
        ({ name, columns }) =>
          `  @@index([${columns.map(toCamelCase).join(", ")}], map: "${name}")`,
      ),
      `  @@map("${table.name}")`,
      "}",
    ].join("\n");
  });
  const note = [
    "// The tables of @numipay/sql as models. Copy them into your schema. Only the inbox and the journal write to them.",
    "// Generated from the numbered SQL files, which create the tables and what Prisma has no models for.",
  ];
  return `${note.join("\n")}\n\n${models.join("\n\n")}\n`;
}

/** @param {"postgres" | "mysql"} dialect @param {import("./read-tables.mjs").Table} table @param {import("./read-tables.mjs").Column} column */
function toField(dialect, table, column) {
  const [type = "", native] = findForm(types[dialect], column);
  const name = toCamelCase(column.name);
  const isId = table.key.length === 1 && table.key[0] === column.name;
  const attributes = [
    isId && "@id",
    column.counts && "@default(autoincrement())",
    column.value !== undefined && `@default(${column.value})`,
    name !== column.name && `@map("${column.name}")`,
    native,
  ].filter((attribute) => typeof attribute === "string");
  const field = [name, `${type}${column.isRequired ? "" : "?"}`, ...attributes].join(" ");
  const comment = column.comment === "" ? [] : [`  /// ${column.comment}`];
  return [...comment, `  ${field}`].join("\n");
}
