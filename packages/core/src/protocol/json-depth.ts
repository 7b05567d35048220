/** How deep a JSON text may nest. Everything the gateway documents has 3 levels at most; an object or array is 1 level. */
export const maxJsonDepth = 64;

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
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
  return hasMoreOpenings(text, maxDepth) && nestsDeeper(text, maxDepth);
}

/** Whether the text opens more than `max` levels at all: a native search, which settles it for an ordinary payload. */
function hasMoreOpenings(text: string, max: number): boolean {
  let openings = 0;
  for (const sign of ["{", "["]) {
    for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) {
      openings += 1;
      if (openings > max) return true;
    }
  }
  return false;
}

function nestsDeeper(text: string, maxDepth: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === backslash) index += 1;
      else if (code === quote) isInString = false;
    } else if (code === quote) {
      isInString = true;
    } else if (code === openBracket || code === openBrace) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === closeBracket || code === closeBrace) {
      depth -= 1;
    }
  }
  return false;
}
