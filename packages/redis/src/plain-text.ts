/** Text as JSON escapes it: what UTF-8 cannot hold, such as half a surrogate pair, would fall together in Redis. */
export function toPlainText(text: string): string {
  return isPlain.test(text) ? text : JSON.stringify(text).slice(1, -1);
}

/** Printable ASCII but quote and backslash: JSON leaves it as it is. */
const isPlain = /^[ !#-[\]-~]*$/;

/** What `toPlainText` was given. */
export function fromPlainText(plain: string): string {
  return JSON.parse(`"${plain}"`) as string;
}
