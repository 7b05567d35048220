/**
 * What a terminal or a log viewer acts on instead of showing it: C0, DEL and C1, line separators, bidi and zero-width marks,
 * fillers that look like nothing, and half surrogate pairs.
 */
const unprintable =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]|\u034F|\u17B4|\u17B5|[\u180B-\u180D]/gu;

const shortEscapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Escapes as in JSON: inside a JSON document the text keeps its meaning. */
function escapeCharacter(character: string): string {
  return shortEscapes[character] ?? character.split("").map(escapeUnit).join("");
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * Returns the text with every character that is not shown as itself written as a visible escape such as `\u001b`. Line feeds
 * stay. A JSON document still parses to the same value.
 */
export function escapeControls(text: string): string {
  return text.replace(unprintable, (character) =>
    character === "\n" ? character : escapeCharacter(character),
  );
}

/**
 * Returns a value from elsewhere as one line for a log or a terminal: control characters and line feeds are visible escapes,
 * and the part beyond `longest` characters is cut off. Defaults to `200`.
 */
export function toPrintable(value: unknown, longest = 200): string {
  const text = typeof value === "string" ? value : toText(value);
  const isCut = text.length > longest;
  // Not half a surrogate pair.
  const shown = isCut ? text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "") : text;
  const line = shown.replace(unprintable, escapeCharacter);
  return isCut ? `${line}… (${text.length} characters)` : line;
}

/** What is thrown or returned elsewhere may refuse to become a text. */
function toText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "a value without a text";
  }
}
