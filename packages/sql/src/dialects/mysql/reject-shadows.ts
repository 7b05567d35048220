import type { ReadText } from "../../control/control.js";
import type { MysqlTableNames } from "./table-names.js";

/** Rejects a temporary table with the name of one of the inbox's: it would take the record, also by its qualified name. */
export function rejectShadows(
  read: ReadText,
  text: string,
  { changes, locks }: MysqlTableNames,
): ReadText {
  if (read.control.kind !== "none" || !/\btemporary\b/i.test(text)) return read;
  const lower = text.toLowerCase();
  const isShadow = [changes, locks].some((name) => lower.includes(toBare(name)));
  return isShadow ? { ...read, control: { kind: "rejected", reason } } : read;
}

function toBare(name: string): string {
  return name.slice(name.lastIndexOf("`", name.length - 2) + 1, -1).toLowerCase();
}

const reason =
  "a temporary table with the name of one of the inbox's would hide it. Use another name";
