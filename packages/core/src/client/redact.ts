const mark = "[redacted]";

/** Cuts secrets out of a text, or out of every text, number and key in a value. */
export interface Redact {
  (text: string): string;
  (value: unknown): unknown;
}

/** A function that cuts a request's secrets out of whatever came back: a gateway may echo what it was sent. */
export function createRedactor(secrets: readonly string[]): Redact {
  const patterns = secrets.filter((secret) => secret !== "").map(toPattern);
  const numbers = new Set(secrets.filter((secret) => /^\d+$/.test(secret)).map(Number));
  const cut = (text: string): string =>
    patterns.reduce((left, pattern) => left.replace(pattern, mark), text);

  function redact(text: string): string;
  function redact(value: unknown): unknown;
  function redact(value: unknown): unknown {
    if (typeof value === "string") return cut(value);
    // Past 16 digits JSON rounds a number: what is left of a card is still the card's.
    if (typeof value === "number") {
      return numbers.has(value) || cut(String(value)) !== String(value) ? mark : value;
    }
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [cut(key), redact(inner)]),
    );
  }
  return redact;
}

/** A card is found however its digits are grouped and whatever they run into; a CVV only where it stands alone. */
function toPattern(secret: string): RegExp {
  const digits = secret.split("");
  if (/^\d{12,}$/.test(secret)) return new RegExp(digits.join("\\D{0,3}"), "g");
  if (/^\d+$/.test(secret)) return new RegExp(`(?<!\\d)${digits.join("[ -]?")}(?!\\d)`, "g");
  const spellings = [secret, encodeURIComponent(secret)].map((spelling) =>
    spelling.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"),
  );
  // A host in a redirect comes back in small letters.
  return new RegExp(spellings.join("|"), "gi");
}
