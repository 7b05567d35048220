/** How deep a JSON text may nest. Everything the gateway documents has 3 levels at most; an object or array is 1 level. */
export const maxJsonDepth = 64;

/** How many commas a JSON text may have between its members before its canonical form is not worth a parse. */
export const maxJsonCommas = 1000;

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * True when a JSON text nests deeper than `maxDepth`. Takes time in proportion to the length, does not recurse, and never
 * throws: check a text of an untrusted sender with it before any code that recurses into the parsed value, or writes it again.
 *
 * @param maxDepth levels of objects and arrays. Defaults to `64`
 */
export function isTooDeep(text: string, maxDepth = maxJsonDepth): boolean {
  if (!hasMore(text, ["{", "["], maxDepth)) return false;
  let depth = 0;
  return someOutsideStrings(text, (code) => {
    if (code === openBracket || code === openBrace) depth += 1;
    else if (code === closeBracket || code === closeBrace) depth -= 1;
    return depth > maxDepth;
  });
}

/**
 * True when a JSON text has more than `maxCommas` commas outside its strings. Parsing 64 KiB of members and writing them again
 * takes milliseconds; finding out that they are so many takes microseconds. Never throws.
 *
 * @param maxCommas defaults to `1000`
 */
export function isTooWide(text: string, maxCommas = maxJsonCommas): boolean {
  if (!hasMore(text, [","], maxCommas)) return false;
  let commas = 0;
  return someOutsideStrings(text, (code) => {
    if (code === comma) commas += 1;
    return commas > maxCommas;
  });
}

/** Whether the text has more than `max` of these characters at all: a native search is enough for an ordinary payload. */
function hasMore(text: string, characters: readonly string[], max: number): boolean {
  let found = 0;
  for (const character of characters) {
    for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) {
      found += 1;
      if (found > max) return true;
    }
  }
  return false;
}

/** Visits the characters outside of strings until `visit` returns true, and returns whether it did. */
export function someOutsideStrings(
  text: string,
  visit: (code: number, index: number) => boolean,
): boolean {
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === backslash) index += 1;
      else if (code === quote) isInString = false;
    } else if (code === quote) {
      isInString = true;
    } else if (visit(code, index)) {
      return true;
    }
  }
  return false;
}
