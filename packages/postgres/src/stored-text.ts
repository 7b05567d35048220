/** A text as it is in a column: escaped as in JSON, since PostgreSQL holds neither NUL nor half a surrogate pair. */
export function toStoredText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What `toStoredText` was given. */
export function fromStoredText(stored: string): string {
  return JSON.parse(`"${stored}"`) as string;
}
