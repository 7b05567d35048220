/** Escapes a text as JSON does, because PostgreSQL can store neither NUL nor lone surrogates. */
export function toStoredText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Reverses `toStoredText`. */
export function fromStoredText(stored: string): string {
  return JSON.parse(`"${stored}"`) as string;
}
