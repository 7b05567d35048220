import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The SQL of all versions, as users run it. */
export function readSql(dialect: "postgres" | "mysql"): string {
  const folder = fileURLToPath(new URL(`../../migrations/${dialect}/`, import.meta.url));
  const versions = readdirSync(folder).filter((name) => /^\d{4}\.sql$/.test(name));
  return versions
    .toSorted()
    .map((name) => readFileSync(`${folder}${name}`, "utf8"))
    .join("\n");
}
