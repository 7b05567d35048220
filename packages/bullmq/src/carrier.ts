/** The headers of a trace context, such as `traceparent`, that are stored with a job. */
export type Carrier = Readonly<Record<string, string>>;

const mostEntries = 8;
/** Of all names and values. */
const mostCharacters = 1_024;

/**
 * Returns a copy of a carrier with its strings, or an empty one if it is too large: a part of a trace context is worth nothing. Used
 * when it is stored, and when it is read, because anything can add jobs to a queue.
 */
export function toCarrier(value: unknown): Carrier {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const characters = entries.reduce((sum, [name, text]) => sum + name.length + text.length, 0);
  if (entries.length > mostEntries || characters > mostCharacters) return {};
  return Object.fromEntries(entries);
}
