/** How deep a JSON text may nest. Everything the gateway documents has 3 levels at most; an object or array is 1 level. */
export const maxJsonDepth = 64;

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * True when a JSON text nests deeper than `maxDepth`. Reads the text once, without recursion, and never throws: check a
 * text of an untrusted sender with it before any code that recurses into the parsed value, or writes it again.
 *
 * @param maxDepth levels of objects and arrays. Defaults to `64`
 */
export function isTooDeep(text: string, maxDepth = maxJsonDepth): boolean {
  // Each level needs an opening character, so a short text cannot be too deep.
  if (text.length <= maxDepth) return false;
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
