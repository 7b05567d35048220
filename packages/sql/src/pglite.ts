export { type JournalTableOptions, type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export {
  type PgliteNestedTransaction,
  type PgliteTransaction,
} from "./sessions/pglite/pglite-handle.js";
export {
  pgliteInbox,
  type PgliteInbox,
  type PgliteInboxOptions,
} from "./sessions/pglite/pglite-inbox.js";
export {
  pgliteJournal,
  type PgliteJournal,
  type PgliteJournalOptions,
} from "./sessions/pglite/pglite-journal.js";
export { type PgliteDatabase } from "./sessions/pglite/pglite-sessions.js";
