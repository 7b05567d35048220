export {
  type MysqlJournalTableOptions,
  type MysqlTableOptions,
} from "./dialects/mysql/table-names.js";
export { type JournalTableOptions, type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type JournalLimitOptions } from "./outbox/journal-options.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export { knexInbox, type KnexInbox, type KnexInboxOptions } from "./sessions/knex/knex-inbox.js";
export {
  type HandlerLimitOptions,
  type LibraryLimitOptions,
} from "./sessions/library/library-limits.js";
export {
  knexJournal,
  type KnexJournal,
  type KnexJournalOptions,
} from "./sessions/knex/knex-journal.js";
