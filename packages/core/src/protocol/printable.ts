/**
 * Characters that a terminal or log viewer does not display as themselves: C0, DEL and C1, line separators, bidi and zero-width
 * marks, invisible fillers, lone surrogates, and code points that Unicode reserves for more of them (`DI`). Not the selectors of a
 * variant, such as the one that makes a heart red.
 */
const unprintable =
  /(?![\uFE00-\uFE0F\u{E0100}-\u{E01EF}])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

const shortEscapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Escapes as in JSON, so that a JSON document keeps its meaning. */
function escapeCharacter(character: string): string {
  return shortEscapes[character] ?? character.split("").map(escapeUnit).join("");
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * Replaces every character that is not displayed as itself with a visible escape such as `\u001b`. Line feeds stay. A JSON
 * document still parses to the same value.
 */
export function escapeControls(text: string): string {
  return text.replace(unprintable, (character) =>
    character === "\n" ? character : escapeCharacter(character),
  );
}

/**
 * Returns an untrusted value as one line for a log or a terminal. Control characters and line feeds become visible escapes.
 *
 * @param longest the most characters to keep. Defaults to `200`.
 */
export function toPrintable(value: unknown, longest = 200): string {
  const text = typeof value === "string" ? value : toText(value);
  const isCut = text.length > longest;
  // Do not split a surrogate pair.
  const shown = isCut ? text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "") : text;
  const line = shown.replace(unprintable, escapeCharacter);
  return isCut ? `${line}… (${text.length} characters)` : line;
}

/** An untrusted value may throw when it is converted to a string. */
function toText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "a value that cannot be converted to a string";
  }
}
