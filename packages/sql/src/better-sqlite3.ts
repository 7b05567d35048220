export {
  type SqliteJournalTableOptions,
  type SqliteTableOptions,
} from "./dialects/sqlite/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export { type SqliteTransaction } from "./sessions/better-sqlite3/sqlite-handle.js";
export {
  sqliteInbox,
  type SqliteInbox,
  type SqliteInboxOptions,
} from "./sessions/better-sqlite3/sqlite-inbox.js";
export {
  sqliteJournal,
  type SqliteJournal,
  type SqliteJournalOptions,
} from "./sessions/better-sqlite3/sqlite-journal.js";
