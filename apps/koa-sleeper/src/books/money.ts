// @ts-check
// Money is whole cents inside this house, and decimal text on the way in and out. It is never a float.

const decimal = /^(0|[1-9]\d*)(?:\.(\d{1,2})0*)?$/;

/** The cents of a decimal text such as "64.9" or "64.90"; undefined where it is none, or finer than a cent. */
export function toCents(text: unknown): number | undefined {
  const match = typeof text === "string" ? decimal.exec(text) : null;
  if (match === null) return undefined;
  const cents = Number(`${match[1]}${(match[2] ?? "").padEnd(2, "0")}`);
  return Number.isSafeInteger(cents) ? cents : undefined;
}

/**
 * Cents as the gateway wants them.
 *
 * @param cents not below zero
 */
export function toDecimal(cents: number) {
  const digits = String(cents).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Cents as a passenger reads them. */
export function formatEuros(cents: number) {
  return `€${toDecimal(cents)}`;
}
