// Amounts are integers, in cents. Floating-point numbers cannot represent most of them exactly.

const decimal = /^(0|[1-9]\d*)(?:\.(\d{1,2})0*)?$/;

/** Parses a decimal such as "12.5" or "200.00". Returns undefined if it is not one or is finer than a cent. */
export function toCents(text: unknown): number | undefined {
  const match = typeof text === "string" ? decimal.exec(text) : null;
  if (match === null) return undefined;
  const cents = Number(`${match[1]}${(match[2] ?? "").padEnd(2, "0")}`);
  return Number.isSafeInteger(cents) ? cents : undefined;
}

/** Formats cents as the gateway expects an amount, such as "12.90". */
export function toDecimal(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Formats cents for people, such as "€12.90". Intl knows each currency's symbol and decimals. */
export function formatMoney(cents: number, currency: string): string {
  // -0 has no sign: it is what the negation of an empty account gives.
  const options = { style: "currency", currency, signDisplay: "negative" } as const;
  return new Intl.NumberFormat("en", options).format(cents / 100);
}
