export { type MysqlTableOptions } from "./dialects/mysql/table-names.js";
export { type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { knexInbox, type KnexInbox, type KnexInboxOptions } from "./sessions/knex/knex-inbox.js";
export {
  type HandlerLimitOptions,
  type LibraryLimitOptions,
} from "./sessions/library/library-limits.js";
