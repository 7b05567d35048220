const mark = "[redacted]";

/** A function that cuts a request's secrets out of whatever came back: a gateway may echo what it was sent. */
export function createRedactor(secrets: readonly string[]): (value: unknown) => unknown {
  const patterns = secrets.filter((secret) => secret !== "").map(toPattern);
  const cut = (text: string): string =>
    patterns.reduce((left, pattern) => left.replace(pattern, mark), text);

  return function redact(value: unknown): unknown {
    if (typeof value === "string") return cut(value);
    if (typeof value === "number") return cut(String(value)) === String(value) ? value : mark;
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [cut(key), redact(inner)]),
    );
  };
}

/** Digits are found grouped by blanks or dashes too; a three-digit CVV only where it stands alone. */
function toPattern(secret: string): RegExp {
  if (/^\d+$/.test(secret))
    return new RegExp(`(?<!\\d)${secret.split("").join("[ -]?")}(?!\\d)`, "g");
  return new RegExp(secret.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), "g");
}
