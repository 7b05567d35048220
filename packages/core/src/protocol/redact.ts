import { findSecrets, type SecretForms, type Span, toForms } from "./find-secrets.js";

const mark = "[redacted]";

/** Cuts secrets out of a text, or out of every text, number and key in a value. */
export interface Redact {
  (text: string): string;
  (value: unknown): unknown;
}

/**
 * A function that cuts secrets out of whatever came back: a gateway may echo what it was sent. They are found as they are, in
 * small letters, broken up by blanks and other separators, and in any mixture of the escapes of addresses, JSON, HTML and
 * base64. A text of 12 digits and more is taken for a card number, a shorter one for a CVV, which is cut out where it stands
 * alone. A value stays what it is; only where a secret is spread over several of its texts, it comes back as JSON text.
 *
 * @param options.maxLength characters of a text, or of a value's JSON, to show; the rest is cut off. Defaults to no limit
 */
export function createRedactor(
  secrets: readonly string[],
  { maxLength = Infinity }: { maxLength?: number } = {},
): Redact {
  const { codes, namedCodes, ...others } = toForms(secrets);
  const rounds: SecretForms[] = [{ ...others, codes: [], namedCodes: [] }];
  // In a round of its own: what is left beside a card that was cut out stands alone.
  if (codes.length > 0) rounds.push({ exact: [], words: [], cards: [], codes, namedCodes });
  const numbers = new Set(secrets.filter((secret) => /^\d+$/.test(secret)).map(Number));
  const cut = (text: string): string => rounds.reduce((left, forms) => cutOut(left, forms), text);
  const cutShort = (text: string): string => {
    if (text.length <= maxLength) return cut(text);
    // What the end cuts in two is not found: as much as a secret may be long is left out there.
    const shown = cut(text.slice(0, maxLength)).slice(0, -longestSecret);
    return `${shown}… (cut: ${text.length} characters in all)`;
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

const longestSecret = 1_024;
/** A longer text is looked at in parts, each of which begins with the end of the one before. */
const partLength = 65_536;
const partOverlap = 4_096;

function cutOut(text: string, forms: SecretForms): string {
  const spans: Span[] = [];
  for (
    let from = 0;
    from === 0 || from + partOverlap < text.length;
    from += partLength - partOverlap
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
