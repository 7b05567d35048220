export { pgliteInbox, type PgliteInbox, type PgliteInboxOptions } from "./pglite-inbox.js";
export { type PgliteDatabase, type PgliteTransaction } from "./pglite-session.js";
