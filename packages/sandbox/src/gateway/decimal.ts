/** A decimal number: its digits as one whole number, and how many of them stand behind the point. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/**
 * Compares two amounts as decimals, so that "5" equals "5.00": negative where the first is smaller, 0 where they are
 * equal. Money never goes through a floating-point number here. Throws a TypeError for a text that is no decimal number.
 */
export function compareDecimals(one: string, other: string): number {
  const [a, b] = [parse(one), parse(other)];
  const left = a.digits * 10n ** BigInt(Math.max(b.scale - a.scale, 0));
  const right = b.digits * 10n ** BigInt(Math.max(a.scale - b.scale, 0));
  return left < right ? -1 : left > right ? 1 : 0;
}

/** True for a text that is a decimal number, a minus sign allowed: what a merchant's books may hold. */
export function isDecimal(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/**
 * Gives an amount in thousandths, for sums and ranges: what is finer is cut off, and what is too great for a number
 * that is exact stands as the greatest one. Only the amount as text is ever paid or compared.
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
    throw new TypeError("An amount must be a decimal number as text, such as 200.00");
  const [whole = "", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}
