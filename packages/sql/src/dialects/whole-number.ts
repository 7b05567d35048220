/** A number for a statement: whole, and not negative. */
export function toWholeNumber(value: number): number {
  const whole = Math.ceil(value);
  if (Number.isSafeInteger(whole) && whole >= 0) return whole;
  throw new RangeError(`${value} is not a whole number of at least 0.`);
}
