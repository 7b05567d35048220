export { pgliteInbox, type PgliteInbox, type PgliteInboxOptions } from "./pglite-inbox.js";
export { type PgliteNestedTransaction, type PgliteTransaction } from "./pglite/pglite-handle.js";
export { type PgliteDatabase } from "./pglite/pglite-sessions.js";
