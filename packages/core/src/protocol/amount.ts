import { InvalidArgumentError } from "./errors.js";

const decimal = /^(0|[1-9]\d*)(\.\d+)?$/;
const longest = 40;

/** A double holds every decimal number of up to 15 digits apart from its neighbours; past that, digits are invented. */
const exactDigits = 15;

/** True for a decimal number as text, such as `"200.00"`: no sign, no exponent, no separators. */
export function isAmount(value: unknown): value is string {
  return typeof value === "string" && value.length <= longest && decimal.test(value);
}

/**
 * An amount as the wire wants it. A text goes through untouched; a number is taken only if it is exactly a decimal
 * number, and gets at least two decimals: `200` becomes `"200.00"`, `0.1 + 0.2` is refused.
 *
 * @throws InvalidArgumentError when it is no positive decimal number
 */
export function toAmount(value: unknown, field = "amount"): string {
  const text = typeof value === "number" ? fromNumber(value) : value;
  if (!isAmount(text)) {
    throw new InvalidArgumentError(
      field,
      'give a decimal number as text, such as "200.00" (no sign, exponent or separators), or a number that is one exactly.',
    );
  }
  if (/^[0.]+$/.test(text)) {
    throw new InvalidArgumentError(field, "must be more than zero.");
  }
  return text;
}

function fromNumber(value: number): string | undefined {
  const text = String(value);
  if (!decimal.test(text) || text.replace(".", "").length > exactDigits) return undefined;
  const decimals = text.split(".")[1]?.length ?? 0;
  return decimals < 2 ? value.toFixed(2) : text;
}
