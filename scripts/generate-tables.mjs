// Writes the tables of @numipay/sql as the users of each library keep them, beside packages/sql/migrations/*/*.sql, from which they
// are generated. `--check` writes nothing and fails when a file is not what the SQL says.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "oxfmt";
import { root } from "./run-program.mjs";
import { readTables } from "./tables/read-tables.mjs";
import { toDrizzle } from "./tables/to-drizzle.mjs";
import { toKyselyTables } from "./tables/to-kysely-tables.mjs";
import { toMigrations } from "./tables/to-migrations.mjs";
import { toPrisma } from "./tables/to-prisma.mjs";
import { toStatements } from "./tables/to-statements.mjs";

const folder = join(root, "packages/sql/migrations");

/**
 * The files of a dialect, by name.
 *
 * @param {"postgres" | "mysql"} dialect
 */
export async function generateTables(dialect) {
  const versions = readdirSync(join(folder, dialect)).filter((name) => /^\d{4}\.sql$/.test(name));
  const sql = versions
    .toSorted()
    .map((name) => readFileSync(join(folder, dialect, name), "utf8"))
    .join("\n");
  const tables = readTables(sql);
  const sequences = [...sql.matchAll(/^CREATE SEQUENCE IF NOT EXISTS "(\w+)"/gm)].map(
    ([, name = ""]) => name,
  );
  /** @type {Record<string, string>} */
  const files = {
    "drizzle-schema.ts": toDrizzle(dialect, tables, sequences),
    "kysely-tables.ts": toKyselyTables(dialect, tables),
    "schema.prisma": toPrisma(dialect, tables),
    ...toMigrations(toStatements(sql)),
  };
  for (const [name, text] of Object.entries(files)) {
    if (!name.endsWith(".ts")) continue;
    files[name] = (await format(name, text, { printWidth: 100 })).code;
  }
  return files;
}

if (process.argv[1] === import.meta.filename) {
  for (const dialect of /** @type {const} */ (["postgres", "mysql"])) {
    for (const [name, text] of Object.entries(await generateTables(dialect))) {
      const path = join(folder, dialect, name);
      if (!process.argv.includes("--check")) writeFileSync(path, text);
      else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
        console.error(`${path} is not what the SQL says. Run: npm run generate`);
        process.exitCode = 1;
      }
    }
  }
}
