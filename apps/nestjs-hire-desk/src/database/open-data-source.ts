import { PGlite } from "@electric-sql/pglite";
import type { TypeOrmModuleOptions } from "@nestjs/typeorm";
import { DataSource, type DataSourceOptions } from "typeorm";
import { Entry } from "../store/entry.js";
import { Flag } from "../store/flag.js";
import { Hire } from "../store/hire.js";
import { Refund } from "../store/refund.js";
import type { DatabaseSettings } from "./database-settings.js";
import { pglitePool } from "./pglite-stream.js";

/** Chooses the database: a PostgreSQL server, or PGlite if no URL is set. */
export async function toDataSourceOptions({
  url,
  pglite,
  schema,
}: DatabaseSettings): Promise<TypeOrmModuleOptions & DataSourceOptions> {
  return {
    type: "postgres",
    ...(url === undefined
      ? { extra: pglitePool(pglite ?? (await PGlite.create())) }
      : { url, poolSize: 10, connectTimeoutMS: 3000 }),
    ...(schema !== undefined && { schema }),
    entities: [Hire, Refund, Flag, Entry],
    // Creates the tables at startup. Use migrations in production.
    synchronize: true,
    // The desk does not start without its database. Nest would retry for 30 seconds.
    toRetry: () => false,
  };
}

/**
 * Connects to the database.
 *
 * @throws Error when it cannot be reached
 */
export async function openDataSource(options?: DataSourceOptions): Promise<DataSource> {
  if (options === undefined) throw new Error("The database has no settings.");
  try {
    return await new DataSource(options).initialize();
  } catch (error) {
    // Names the setting, not its value: the URL contains a password.
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = `Failed to connect to PostgreSQL at DATABASE_URL: ${message || code}.`;
    throw new Error(reason, { cause: error });
  }
}
