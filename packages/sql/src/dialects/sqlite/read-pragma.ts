import type { Control } from "../../control/control.js";

/** Pragmas that only read, with any argument. */
const readers = new Set([
  "COLLATION_LIST",
  "COMPILE_OPTIONS",
  "DATABASE_LIST",
  "FOREIGN_KEY_CHECK",
  "FOREIGN_KEY_LIST",
  "FUNCTION_LIST",
  "INDEX_INFO",
  "INDEX_LIST",
  "INDEX_XINFO",
  "INTEGRITY_CHECK",
  "MODULE_LIST",
  "PRAGMA_LIST",
  "QUICK_CHECK",
  "TABLE_INFO",
  "TABLE_LIST",
  "TABLE_XINFO",
]);

/** Pragmas that are part of the transaction. */
const transactional = new Set(["DEFER_FOREIGN_KEYS", "USER_VERSION"]);

/** Pragmas that read without an argument. */
const settings = new Set([
  "APPLICATION_ID",
  "BUSY_TIMEOUT",
  "DATA_VERSION",
  "ENCODING",
  "FOREIGN_KEYS",
  "FREELIST_COUNT",
  "JOURNAL_MODE",
  "PAGE_COUNT",
  "PAGE_SIZE",
  "SCHEMA_VERSION",
  "SYNCHRONOUS",
]);

/** Allows the pragmas that neither change the connection nor how it commits. */
export function readPragma(tokens: string[]): Control {
  const [, first = "", second, third] = tokens;
  const name = second === "." ? (third ?? "") : first;
  const hasArgument = tokens.length > (second === "." ? 4 : 2);
  const isAllowed =
    readers.has(name) || transactional.has(name) || (settings.has(name) && !hasArgument);
  if (isAllowed) return { kind: "none" };
  return {
    kind: "rejected",
    reason: `PRAGMA ${name.toLowerCase()} could change the connection, or how it commits. Set pragmas in the inbox's onOpen`,
  };
}
