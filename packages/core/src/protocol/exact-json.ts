import { someOutsideStrings } from "./json-shape.js";

// JSON.parse turns numbers into doubles, which lose the last digits of a long id, of 0.1000000000000000055, and the zeros of
// 200.00. To keep the digits, each number token is turned into a marked string before parsing.

/** Marks a string that was a number. Random and never sent anywhere, so no sender's string can begin with it. */
let prefix: string | undefined;

function numberPrefix(): string {
  // Not at module load: some runtimes have no random numbers there.
  prefix ??= globalThis.crypto.randomUUID();
  return prefix;
}

const numberToken = /[-+.\dEe]+/y;

/**
 * Parses JSON and keeps the digits of its numbers: `digitsOf` reads them, `toPlainJson` converts them to numbers. Takes time
 * proportional to the length.
 *
 * @param text valid JSON that is not `isTooDeep`; neither is checked here
 */
export function parseExactJson(text: string): unknown {
  const before = numberPrefix();
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

/** The digits of a number from `parseExactJson`, including sign and exponent; undefined for any other value. */
export function digitsOf(value: unknown): string | undefined {
  const before = numberPrefix();
  return typeof value === "string" && value.startsWith(before)
    ? value.slice(before.length)
    : undefined;
}

/** A value from `parseExactJson` as `JSON.parse` would return it. */
export function toPlainJson(value: unknown): unknown {
  const digits = digitsOf(value);
  if (digits !== undefined) return Number(digits);
  if (Array.isArray(value)) return value.map(toPlainJson);
  if (typeof value !== "object" || value === null) return value;
  // fromEntries, not assignment, so that an own `__proto__` stays data.
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, toPlainJson(member)]),
  );
}

function beginsNumber(code: number): boolean {
  const minus = 0x2d;
  return code === minus || (code >= 0x30 && code <= 0x39);
}
