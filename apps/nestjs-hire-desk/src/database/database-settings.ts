import type { PGlite } from "@electric-sql/pglite";

/** Where the desk's data and the inbox are. */
export interface DatabaseSettings {
  /** PostgreSQL's URL. Defaults to PGlite, a PostgreSQL within the process. */
  readonly url?: string | undefined;
  /** Defaults to a new PGlite in memory. Only without a `url`. */
  readonly pglite?: PGlite | undefined;
  /** The schema of the tables. Defaults to the search path's. */
  readonly schema?: string | undefined;
}

/** Reads the database's settings from the environment. Adds anything invalid to `problems`. */
export function readDatabaseSettings(env: NodeJS.ProcessEnv, problems: string[]): DatabaseSettings {
  const url = env["DATABASE_URL"] || undefined;
  if (url !== undefined && !URL.canParse(url)) problems.push("DATABASE_URL must be a URL.");
  return { url };
}
