/** A decimal number: its digits as an integer, and the number of decimal places. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/**
 * Compares two amounts as decimals, so that "5" equals "5.00". Negative if the first is smaller, 0 if they are equal. Uses
 * no floating-point numbers. Throws a TypeError if a text is not a decimal number.
 */
export function compareDecimals(one: string, other: string): number {
  const [a, b] = [parse(one), parse(other)];
  const left = a.digits * 10n ** BigInt(Math.max(b.scale - a.scale, 0));
  const right = b.digits * 10n ** BigInt(Math.max(a.scale - b.scale, 0));
  return left < right ? -1 : left > right ? 1 : 0;
}

/** True for a decimal number, optionally negative, as a merchant's ledger may contain. */
export function isDecimal(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/**
 * Converts an amount to thousandths, for sums and ranges. Finer digits are cut off, and amounts above the largest safe
 * integer become that. Payments and comparisons always use the text.
 */
export function toThousandths(amount: string): number {
  const { digits, scale } = parse(amount);
  const thousandths =
    scale <= 3 ? digits * 10n ** BigInt(3 - scale) : digits / 10n ** BigInt(scale - 3);
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(thousandths > most ? most : thousandths);
}

function parse(text: string): Decimal {
  if (!isDecimal(text))
    throw new TypeError('An amount must be a decimal number as text, such as "200.00".');
  const [whole = "", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}
