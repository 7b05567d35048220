export { type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export { pgInbox, type PgInbox, type PgInboxOptions } from "./sessions/pg/pg-inbox.js";
