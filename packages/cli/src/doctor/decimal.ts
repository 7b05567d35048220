// Amounts are added as integers in their smallest unit, because floats lose cents.

/** True for a decimal string such as `-12.90`. */
export function isDecimal(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}

/** Adds two decimal strings, without trailing zeros: `0.10` and `0.20` are `0.3`. */
export function addDecimals(one: string, other: string): string {
  const scale = Math.max(fractionOf(one).length, fractionOf(other).length);
  return toText(toUnits(one, scale) + toUnits(other, scale), scale);
}

/** Negates a decimal string. */
export function negate(text: string): string {
  return text.startsWith("-") ? text.slice(1) : `-${text}`;
}

/** Returns a negative number if the first amount is less, a positive number if it is more, and 0 if they are equal. */
export function compareDecimals(one: string, other: string): number {
  const difference = addDecimals(one, negate(other));
  if (difference === "0") return 0;
  return difference.startsWith("-") ? -1 : 1;
}

function fractionOf(text: string): string {
  return text.split(".")[1] ?? "";
}

function toUnits(text: string, scale: number): bigint {
  const fraction = fractionOf(text);
  const digits = text.replace(".", "") + "0".repeat(scale - fraction.length);
  return BigInt(digits);
}

function withoutEndZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === "0") end -= 1;
  return digits.slice(0, end);
}

function toText(units: bigint, scale: number): string {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = withoutEndZeros(digits.slice(digits.length - scale));
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
