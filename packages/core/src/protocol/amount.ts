import { InvalidArgumentError } from "./errors.js";

const decimal = /^(0|[1-9]\d*)(\.\d+)?$/;
const longest = 40;

/** A double represents every decimal number of up to 15 digits unambiguously. Beyond that, digits are not reliable. */
const exactDigits = 15;

/** True for a decimal string such as `"200.00"`, without sign, exponent or separators. */
export function isAmount(value: unknown): value is string {
  return typeof value === "string" && value.length <= longest && decimal.test(value);
}

/**
 * Returns an amount as a decimal string. A string is returned unchanged. A number must have an exact decimal value and gets at
 * least two decimals: `200` becomes `"200.00"`, and `0.1 + 0.2` is rejected.
 *
 * @throws InvalidArgumentError when the value is not a positive decimal number
 */
export function toAmount(value: unknown, field = "amount"): string {
  const text = typeof value === "number" ? fromNumber(value) : value;
  if (!isAmount(text)) {
    throw new InvalidArgumentError(
      field,
      'must be a decimal string such as "200.00" (no sign, exponent or separators), or a number with at most 15 digits.',
    );
  }
  if (/^[0.]+$/.test(text)) {
    throw new InvalidArgumentError(field, "must be greater than zero.");
  }
  return text;
}

function fromNumber(value: number): string | undefined {
  const text = String(value);
  if (!decimal.test(text) || text.replace(".", "").length > exactDigits) return undefined;
  const decimals = text.split(".")[1]?.length ?? 0;
  return decimals < 2 ? value.toFixed(2) : text;
}
