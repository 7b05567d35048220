/** Characters that a terminal draws over the previous one. */
const zeroWidth = /^[\p{Mn}\p{Me}]$/u;

/** Characters that take two columns. */
const wide =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]$/u;

/** The number of terminal columns of a text without control characters. */
export function displayWidth(text: string): number {
  // Most text is ASCII.
  if (/^[ -~]*$/.test(text)) return text.length;
  return Array.from(text).reduce((sum, character) => sum + widthOf(character), 0);
}

function widthOf(character: string): number {
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
