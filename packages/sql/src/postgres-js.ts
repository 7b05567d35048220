export { type JournalTableOptions, type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type JournalLimitOptions } from "./outbox/journal-options.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export { type LibraryLimitOptions } from "./sessions/library/library-limits.js";
export {
  postgresJsInbox,
  type PostgresJsInbox,
  type PostgresJsInboxOptions,
} from "./sessions/postgres-js/postgres-js-inbox.js";
export {
  postgresJsJournal,
  type PostgresJsJournal,
  type PostgresJsJournalOptions,
} from "./sessions/postgres-js/postgres-js-journal.js";
