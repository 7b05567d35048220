// Money is whole cents from the moment it comes in. A float would lose one of them sooner or later.

const decimal = /^(0|[1-9]\d*)(?:\.(\d{1,2})0*)?$/;

/** The cents of a decimal text such as "12.5" or "200.00"; undefined where it is none, or too fine for cents. */
export function toCents(text: string): number | undefined {
  const match = decimal.exec(text);
  if (match === null) return undefined;
  const cents = Number(`${match[1]}${(match[2] ?? "").padEnd(2, "0")}`);
  return Number.isSafeInteger(cents) ? cents : undefined;
}

/** The decimal text of cents, as the gateway wants it. */
export function toDecimal(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
