export { type MysqlTableOptions } from "./dialects/mysql/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export {
  mysqlInbox,
  type MysqlInbox,
  type MysqlInboxOptions,
} from "./sessions/mysql2/mysql-inbox.js";
