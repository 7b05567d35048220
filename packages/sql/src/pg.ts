export { type JournalTableOptions, type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type JournalLimitOptions } from "./outbox/journal-options.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export { pgInbox, type PgInbox, type PgInboxOptions } from "./sessions/pg/pg-inbox.js";
export { pgJournal, type PgJournal, type PgJournalOptions } from "./sessions/pg/pg-journal.js";
