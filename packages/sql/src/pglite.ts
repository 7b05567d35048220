export { type TableOptions } from "./dialects/postgres/table-names.js";
export { type SqlInbox } from "./inbox/sql-inbox.js";
export {
  type PgliteNestedTransaction,
  type PgliteTransaction,
} from "./sessions/pglite/pglite-handle.js";
export {
  pgliteInbox,
  type PgliteInbox,
  type PgliteInboxOptions,
} from "./sessions/pglite/pglite-inbox.js";
export { type PgliteDatabase } from "./sessions/pglite/pglite-sessions.js";
