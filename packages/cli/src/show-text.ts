const longestShown = 2_000;

/**
 * Text from elsewhere, fit to stand on a terminal: control characters, with which an answer could rewrite what is on the
 * screen, become visible, and what is too long is cut.
 */
export function showText(text: string): string {
  const shown = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === "\n" || character === "\t"
      ? character
      : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
  return shown.length > longestShown
    ? `${shown.slice(0, longestShown)} … (${text.length} characters)`
    : shown;
}

/** The same on one line. */
export function showLine(text: string): string {
  return showText(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}
