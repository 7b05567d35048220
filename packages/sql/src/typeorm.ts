export { type JournalTableOptions, type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type JournalLimitOptions } from "./outbox/journal-options.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export {
  typeormInbox,
  type TypeormInbox,
  type TypeormInboxOptions,
} from "./sessions/typeorm/typeorm-inbox.js";
export {
  typeormJournal,
  type TypeormJournal,
  type TypeormJournalOptions,
} from "./sessions/typeorm/typeorm-journal.js";
