/** The error of a migration that is undone. */
const down =
  "Without its records, every change could be applied again. Drop the tables of @numipay/sql manually.";

/**
 * The statements as migrations of libraries that run SQL, by file name.
 *
 * @param {readonly string[]} statements
 * @returns {Record<string, string>}
 */
export function toMigrations(statements) {
  // Knex replaces question marks, and the others might.
  if (statements.some((one) => one.includes("?"))) throw new Error("A statement contains a ?.");
  const list = `const statements = [\n${statements.map((one) => `${toTemplate(one)},`).join("\n")}\n];`;
  const note = (/** @type {string} */ library) =>
    `// The tables of @numipay/sql as a migration of ${library}. Copy it into your migrations. Generated from the numbered SQL files.`;
  return {
    "knex-migration.ts": `${note("Knex")}
import type { Knex } from "knex";

${list}

export async function up(knex: Knex): Promise<void> {
  for (const statement of statements) await knex.raw(statement);
}

export async function down(): Promise<void> {
  throw new Error("${down}");
}
`,
    "kysely-migration.ts": `${note("Kysely")}
import { type Kysely, sql } from "kysely";

${list}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(): Promise<void> {
  throw new Error("${down}");
}
`,
    "typeorm-migration.ts": `${note("TypeORM")}
import type { MigrationInterface, QueryRunner } from "typeorm";

${list}

export class Numipay1764115200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error("${down}");
  }
}
`,
  };
}

/** @param {string} text */
function toTemplate(text) {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
  return `\`${escaped}\``;
}
