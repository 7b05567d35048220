import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Knex } from "knex";
import type { Dialect } from "../../dialects/dialect.js";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import {
  type HandlerLimitOptions,
  libraryLimitNames,
  type LibraryLimitOptions,
  readLibraryLimits,
  readMaxHandlers,
} from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import { knexLibrary } from "./knex-library.js";

/** Options of `knexInbox`. */
export interface KnexInboxOptions extends TableOptions, LibraryLimitOptions, HandlerLimitOptions {
  /** A `Knex` with the client `pg`. */
  knex: Knex;
}

/** An inbox in PostgreSQL. Handlers receive the transaction of Knex in which the record commits. */
export type KnexInbox = SqlInbox<Knex.Transaction>;

/**
 * Creates an inbox in PostgreSQL, with Knex. What a handler writes through `tx` commits together with the record of the change, or
 * not at all: exactly once. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = knexInbox({ knex });
 * await inbox.migrate();
 */
export function knexInbox(options: KnexInboxOptions): KnexInbox {
  checkKnownOptions(options, ["knex", "maxHandlers", ...tableOptionNames, ...libraryLimitNames]);
  const { knex } = options;
  if (typeof knex !== "function" || typeof knex.transaction !== "function" || knex.isTransaction) {
    throw new InvalidOptionError("knex", 'must be a Knex: knex({ client: "pg", connection }).');
  }
  const limits = readLibraryLimits(options);
  const client = knex.client as Knex.Client;
  const maxHandlers = readMaxHandlers(options, client.config.pool?.max);
  const dialect = toDialect(options);
  const sessions = librarySessions(knexLibrary(knex), dialect, {
    ...limits,
    maxHandlers,
    pool: client,
  });
  return createSqlInbox(requireUtf8(sessions, dialect.read), dialect, limits);
}

function toDialect(options: KnexInboxOptions): Dialect {
  if ((options.knex.client as Knex.Client).dialect === "postgresql")
    return postgresDialect(options);
  throw new InvalidOptionError("knex", 'must have the client "pg".');
}
