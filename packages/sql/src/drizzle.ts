export {
  type MysqlJournalTableOptions,
  type MysqlTableOptions,
} from "./dialects/mysql/table-names.js";
export { type JournalTableOptions, type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type JournalLimitOptions } from "./outbox/journal-options.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export {
  drizzleInbox,
  type DrizzleInbox,
  type DrizzleMysqlInboxOptions,
  type DrizzlePgInboxOptions,
  type DrizzlePostgresJsInboxOptions,
} from "./sessions/drizzle/drizzle-inbox.js";
export { type LibraryLimitOptions } from "./sessions/library/library-limits.js";
export {
  drizzleJournal,
  type DrizzleJournal,
  type DrizzleJournalOptions,
} from "./sessions/drizzle/drizzle-journal.js";
export { type DrizzleTransaction } from "./sessions/drizzle/run-on-drizzle.js";
