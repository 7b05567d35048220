/** Escapes text as JSON does. UTF-8 would replace lone surrogates, and different texts would become equal. */
export function escapeText(text: string): string {
  return isUnescaped.test(text) ? text : JSON.stringify(text).slice(1, -1);
}

/** Printable ASCII without quote and backslash, which JSON does not escape. */
const isUnescaped = /^[ !#-[\]-~]*$/;

/** Reverses `escapeText`. */
export function unescapeText(plain: string): string {
  return JSON.parse(`"${plain}"`) as string;
}
