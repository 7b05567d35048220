/** The deepest nesting of JSON that is accepted. An object or array is 1 level; the documented payloads have at most 3. */
export const maxJsonDepth = 64;

/** The most commas in an unverified JSON text that is parsed to compute its canonical form. */
export const maxJsonCommas = 1000;

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * True if a JSON text nests deeper than `maxDepth`. Takes linear time, does not recurse and never throws: check text from an
 * untrusted sender with it before code that recurses into the parsed value or serializes it.
 *
 * @param maxDepth levels of objects and arrays. Defaults to `64`.
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
 * True if a JSON text has more than `maxCommas` commas outside its strings. Parsing and serializing 64 KiB of members takes
 * milliseconds; counting commas takes microseconds. Never throws.
 *
 * @param maxCommas the limit. Defaults to `1000`.
 */
export function isTooWide(text: string, maxCommas = maxJsonCommas): boolean {
  if (!hasMore(text, [","], maxCommas)) return false;
  let commas = 0;
  return someOutsideStrings(text, (code) => {
    if (code === comma) commas += 1;
    return commas > maxCommas;
  });
}

/** A fast pre-check with native search: ordinary payloads have few of these characters. */
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

/** Visits the characters outside strings until `visit` returns true. Returns whether it did. */
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
