export { type PostgresInbox, postgresInbox, type PostgresInboxOptions } from "./postgres-inbox.js";
export { type SqlInbox } from "./sql-inbox.js";
export { type TableOptions } from "./table-names.js";
