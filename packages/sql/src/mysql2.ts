export {
  type MysqlJournalTableOptions,
  type MysqlTableOptions,
} from "./dialects/mysql/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { type JournalLimitOptions } from "./outbox/journal-options.js";
export { type SqlJournal } from "./outbox/sql-journal.js";
export {
  mysqlInbox,
  type MysqlInbox,
  type MysqlInboxOptions,
} from "./sessions/mysql2/mysql-inbox.js";
export {
  mysqlJournal,
  type MysqlJournal,
  type MysqlJournalOptions,
} from "./sessions/mysql2/mysql-journal.js";
