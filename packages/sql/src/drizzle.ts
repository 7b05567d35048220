export { type MysqlTableOptions } from "./dialects/mysql/table-names.js";
export { type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export {
  drizzleInbox,
  type DrizzleInbox,
  type DrizzleMysqlInboxOptions,
  type DrizzlePgInboxOptions,
  type DrizzlePostgresJsInboxOptions,
} from "./sessions/drizzle/drizzle-inbox.js";
export { type LibraryLimitOptions } from "./sessions/library/library-limits.js";
