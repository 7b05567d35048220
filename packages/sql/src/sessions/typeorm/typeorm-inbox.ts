import { checkKnownOptions } from "@numipay/core/protocol";
import type { DataSource, EntityManager } from "typeorm";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import { libraryLimitNames, type LibraryLimitOptions } from "../library/library-limits.js";
import { openTypeorm } from "./open-typeorm.js";

/** Options of `typeormInbox`. */
export interface TypeormInboxOptions extends TableOptions, LibraryLimitOptions {
  /**
   * A data source with the type `postgres`, `mysql` or `mariadb`. Each running handler holds a connection, so `poolSize` limits how many
   * run at once.
   */
  dataSource: DataSource;
  /** The database of the tables in MariaDB, in place of `schema`. `migrate` creates it. Defaults to the connection's. */
  database?: string | undefined;
}

/** An inbox in the database of a TypeORM data source. Handlers receive an `EntityManager` in whose transaction the record commits. */
export type TypeormInbox = SqlInbox<EntityManager>;

/**
 * Creates an inbox in the database of a TypeORM data source. What a handler writes through `tx` commits together with the record of
 * the change, or not at all. Repositories of the data source use other connections: get them from `tx`. Call `migrate()` once before
 * the first delivery, after `dataSource.initialize()`.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = typeormInbox({ dataSource });
 * await inbox.migrate();
 */
export function typeormInbox(options: TypeormInboxOptions): TypeormInbox {
  checkKnownOptions(options, ["dataSource", "database", ...tableOptionNames, ...libraryLimitNames]);
  const { sessions, dialect, limits } = openTypeorm(options);
  return createSqlInbox(sessions, dialect, limits);
}
