import { describe, expect, it } from "vitest";
import { readTables } from "../tables/read-tables.mjs";
import { toDrizzle } from "../tables/to-drizzle.mjs";
import { toPrisma } from "../tables/to-prisma.mjs";
import { toMigrations } from "../tables/to-migrations.mjs";
import { toStatements } from "../tables/to-statements.mjs";

const sql = `-- A table.
-- With a note.
CREATE TABLE IF NOT EXISTS "numipay_a" (
  -- The key.
  name text COLLATE "C" NOT NULL,
  times integer NOT NULL DEFAULT 1,
  seen_at timestamptz,
  PRIMARY KEY (name, times)
);

CREATE INDEX IF NOT EXISTS "numipay_a_seen" ON "numipay_a" (name, seen_at);

DO $do$
BEGIN
  PERFORM 1;

  PERFORM 2;
END
$do$;

INSERT INTO "numipay_migrations" (version) VALUES (1);
`;

describe("the tables of a migration", () => {
  it("are read with their comments, types, defaults, keys and indexes", () => {
    const common = { isKey: false, counts: false, comment: "" };
    expect(readTables(sql)).toEqual([
      {
        name: "numipay_a",
        comment: "A table. With a note.",
        key: ["name", "times"],
        indexes: [{ name: "numipay_a_seen", columns: ["name", "seen_at"] }],
        columns: [
          {
            ...common,
            name: "name",
            type: 'text COLLATE "C"',
            isRequired: true,
            comment: "The key.",
          },
          { ...common, name: "times", type: "integer", isRequired: true, value: "1" },
          { ...common, name: "seen_at", type: "timestamptz", isRequired: false },
        ],
      },
    ]);
  });

  it("are read with the indexes in them", () => {
    const listed = "PRIMARY KEY (name, times),\n  KEY `numipay_a_seen` (name, seen_at)\n)";
    const within = sql
      .replace(/^CREATE INDEX.*\n\n/m, "")
      .replace("PRIMARY KEY (name, times)\n)", listed);
    expect(readTables(within)).toEqual(readTables(sql));
  });

  it("are written with their indexes", () => {
    expect(toDrizzle("postgres", readTables(sql), [])).toContain(
      'index("numipay_a_seen").on(table.name, table.seenAt)',
    );
    expect(toPrisma("postgres", readTables(sql))).toContain(
      '@@index([name, seenAt], map: "numipay_a_seen")',
    );
  });

  it("must have types with a form", () => {
    const tables = readTables(sql.replace("timestamptz", "money"));
    expect(() => toDrizzle("postgres", tables, [])).toThrow("There is no form for seen_at money.");
  });

  it("must have one column a line", () => {
    expect(() => readTables(sql.replace("seen_at timestamptz", "seen_at"))).toThrow(
      "This is no column: seen_at,",
    );
  });
});

describe("the statements of a migration", () => {
  it("are split between bodies of functions", () => {
    const statements = toStatements(sql);
    expect(statements).toHaveLength(4);
    expect(statements[2]).toMatch(/^DO .*PERFORM 2;\nEND\n\$do\$$/s);
    expect(statements[3]).toMatch(/VALUES \(1\)$/);
  });

  it("are escaped in TypeScript", () => {
    const { "knex-migration.ts": text = "" } = toMigrations(["SELECT `a\\b${c}`"]);
    expect(text).toContain("`SELECT \\`a\\\\b\\${c}\\``,");
  });

  it("have no question marks", () => {
    expect(() => toMigrations(["SELECT '?'"])).toThrow("A statement contains a ?.");
  });
});
