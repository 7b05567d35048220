export {
  type MysqlJournalTableOptions,
  type MysqlTableOptions,
} from "./dialects/mysql/table-names.js";
export { type JournalTableOptions, type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type JournalLimitOptions } from "./outbox/journal-options.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export {
  type HandlerLimitOptions,
  type LibraryLimitOptions,
} from "./sessions/library/library-limits.js";
export {
  kyselyInbox,
  type KyselyInbox,
  type KyselyInboxOptions,
  type KyselyMysqlInboxOptions,
} from "./sessions/kysely/kysely-inbox.js";
export {
  kyselyJournal,
  type KyselyJournal,
  type KyselyJournalOptions,
  type KyselyMysqlJournalOptions,
} from "./sessions/kysely/kysely-journal.js";
export { type MysqlPoolLike } from "./sessions/kysely/mysql-pool-like.js";
export { type WatchedClient, type WatchedPool } from "./sessions/library/watch-pool.js";
