import { someOutsideStrings } from "./json-shape.js";

// A double holds neither 0.1000000000000000055 nor the last digits of a long id, and says nothing of the zeros of 200.00. Where
// a number's own digits are needed, its token becomes a text before the parser sees it.

/** Stands before the digits of a number. Random, and never sent anywhere: no text of a sender begins with it. */
let mark: string | undefined;

function numberMark(): string {
  // Not when the module loads: some runtimes have no random numbers then.
  mark ??= globalThis.crypto.randomUUID();
  return mark;
}

const numberToken = /[-+.\dEe]+/y;

/**
 * The value of a JSON text, its numbers as they are written: `digitsOf` reads them, `toPlainJson` gives them their usual form.
 * Takes time in proportion to the length.
 *
 * @param text one that `JSON.parse` takes and that is not `isTooDeep`: neither is checked again
 */
export function parseExactJson(text: string): unknown {
  const before = numberMark();
  let marked = "";
  let end = 0;
  someOutsideStrings(text, (code, at) => {
    if (at < end || !beginsNumber(code)) return false;
    numberToken.lastIndex = at;
    const [token = ""] = numberToken.exec(text) ?? [];
    marked += `${text.slice(end, at)}"${before}${token}"`;
    end = at + token.length;
    return false;
  });
  return JSON.parse(marked + text.slice(end));
}

/** The digits of a number of `parseExactJson`, sign and exponent included; undefined for any other value. */
export function digitsOf(value: unknown): string | undefined {
  const before = numberMark();
  return typeof value === "string" && value.startsWith(before)
    ? value.slice(before.length)
    : undefined;
}

/** A value of `parseExactJson` as `JSON.parse` gives it. */
export function toPlainJson(value: unknown): unknown {
  const digits = digitsOf(value);
  if (digits !== undefined) return Number(digits);
  if (Array.isArray(value)) return value.map(toPlainJson);
  if (typeof value !== "object" || value === null) return value;
  // fromEntries, not assignment: an own `__proto__` stays data.
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, toPlainJson(member)]),
  );
}

function beginsNumber(code: number): boolean {
  const minus = 0x2d;
  return code === minus || (code >= 0x30 && code <= 0x39);
}
