const rawMethods = [
  "$executeRaw",
  "$executeRawUnsafe",
  "$queryRaw",
  "$queryRawTyped",
  "$queryRawUnsafe",
] as const;

/** True for a method that takes SQL. */
export function isRawMethod(key: PropertyKey): key is (typeof rawMethods)[number] {
  return (rawMethods as readonly PropertyKey[]).includes(key);
}

/** A fragment or a whole query: `Prisma.sql`, `Prisma.raw` or TypedSQL. */
interface Sql {
  strings?: unknown;
  values?: unknown;
  sql?: unknown;
}

/**
 * Returns the text of a raw query from the arguments of its method: a template, a text, or an object of Prisma. Undefined if there is
 * none.
 */
export function readRawText([first, ...values]: readonly unknown[]): string | undefined {
  if (typeof first === "string") return first;
  if (Array.isArray(first)) return toText(first, values);
  const { strings, values: own, sql } = (first ?? {}) as Sql;
  if (Array.isArray(strings)) return toText(strings, Array.isArray(own) ? own : []);
  return typeof sql === "string" ? sql : undefined;
}

/** Values cannot contain transaction control, but fragments can. */
function toText(strings: readonly unknown[], values: readonly unknown[]): string {
  return strings
    .map((part, at) => {
      if (at === 0) return String(part);
      const { strings: inner, values: own } = (values[at - 1] ?? {}) as Sql;
      const value = Array.isArray(inner) ? toText(inner, Array.isArray(own) ? own : []) : "$1";
      return `${value}${String(part)}`;
    })
    .join("");
}
