import { findSecrets, type SecretForms, type Span, toForms } from "./find-secrets.js";

const mark = "[redacted]";

/** Redacts secrets in a string, or in every string, number and key of a value. */
export interface Redact {
  (text: string): string;
  (value: unknown): unknown;
}

/**
 * Creates a function that redacts secrets in responses, because a gateway may echo the request. Finds them in any case, split by
 * spaces and other separators, and inside URL, JSON and HTML escapes and base64, in any combination. A secret of 12 or more
 * digits is treated as a card number, a shorter one as a CVV, which is redacted only when no other digit is next to it. A secret
 * with a backslash can be missed if each of its characters is escaped in another way, and so can one that takes more than 131,072
 * characters with its escapes, in a longer text. A value keeps its type, unless a secret is spread over several of its strings:
 * then it becomes JSON text.
 *
 * @param options.maxLength the most characters of a string, or of a value's JSON, to keep. Defaults to no limit.
 */
export function createRedactor(
  secrets: readonly string[],
  { maxLength = Infinity }: { maxLength?: number } = {},
): Redact {
  const { codes, namedCodes, ...others } = toForms(secrets);
  const rounds: SecretForms[] = [{ ...others, codes: [], namedCodes: [] }];
  // In a second round, because redacting a card number can leave a CVV without a digit next to it.
  if (codes.length > 0) rounds.push({ exact: [], words: [], cards: [], codes, namedCodes });
  const numbers = new Set(secrets.filter((secret) => /^\d+$/.test(secret)).map(Number));
  const cut = (text: string): string => rounds.reduce((left, forms) => cutOut(left, forms), text);
  const cutShort = (text: string): string => {
    if (text.length <= maxLength) return cut(text);
    const searched = maxLength + longestEscaped;
    const shown = cut(text.slice(0, searched));
    // A secret that the cut splits would not be found, so the longest possible secret is dropped at the end.
    const complete = text.length <= searched ? shown : shown.slice(0, -longestEscaped);
    return `${complete.slice(0, maxLength)}… (truncated: ${text.length} characters)`;
  };

  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return cut(value);
    if (typeof value === "number") {
      return numbers.has(Math.abs(value)) || cut(String(value)) !== String(value) ? mark : value;
    }
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cut(key), walk(inner)]));
  };

  function redact(text: string): string;
  function redact(value: unknown): unknown;
  function redact(value: unknown): unknown {
    if (typeof value === "string") return cutShort(value);
    if (typeof value !== "object" || value === null) return walk(value);
    const whole = JSON.stringify(value);
    if (whole.length > maxLength) return cutShort(whole);
    if (numbers.size === 0 && cut(whole) === whole) return value;
    const shown = walk(value);
    const left = JSON.stringify(shown);
    const clean = cut(left);
    return clean === left ? shown : clean;
  }
  return redact;
}

/** The most characters of a secret with its escapes: escaped four times, one character can take 1,296. */
const longestEscaped = 131_072;
/** A longer text is searched in parts, which overlap so that a secret is complete in one of them. */
const partLength = 2 * longestEscaped;

function cutOut(text: string, forms: SecretForms): string {
  const spans: Span[] = [];
  for (
    let from = 0;
    from === 0 || from + longestEscaped < text.length;
    from += partLength - longestEscaped
  ) {
    for (const [start, end] of findSecrets(text.slice(from, from + partLength), forms)) {
      spans.push([from + start, from + end]);
    }
  }
  if (spans.length === 0) return text;
  spans.sort(([a], [b]) => a - b);
  let shown = "";
  let shownTo = 0;
  for (const [start, end] of spans) {
    if (start >= shownTo) shown += text.slice(shownTo, start) + mark;
    shownTo = Math.max(shownTo, end);
  }
  return shown + text.slice(shownTo);
}
