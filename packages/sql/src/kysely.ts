export { type MysqlTableOptions } from "./dialects/mysql/table-names.js";
export { type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export {
  type HandlerLimitOptions,
  type LibraryLimitOptions,
} from "./sessions/library/library-limits.js";
export {
  kyselyInbox,
  type KyselyInbox,
  type KyselyInboxOptions,
  type KyselyMysqlInboxOptions,
  type MysqlPoolLike,
} from "./sessions/kysely/kysely-inbox.js";
export { type WatchedClient, type WatchedPool } from "./sessions/library/watch-pool.js";
