export { type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type LibraryLimitOptions } from "./sessions/library/library-limits.js";
export {
  postgresJsInbox,
  type PostgresJsInbox,
  type PostgresJsInboxOptions,
} from "./sessions/postgres-js/postgres-js-inbox.js";
