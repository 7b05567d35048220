import { InvalidArgumentError } from "./errors.js";
import { currencyDigits } from "./money.js";

const decimal = /^(0|[1-9]\d*)(\.\d+)?$/;
const longest = 40;

/** A double represents every decimal number of up to 15 digits unambiguously. Beyond that, digits are not reliable. */
const exactDigits = 15;

/** True for a decimal string such as `"200.00"`, without sign, exponent or separators. */
export function isAmount(value: unknown): value is string {
  return typeof value === "string" && value.length <= longest && decimal.test(value);
}

/**
 * Returns an amount as a decimal string. A string is returned unchanged. A number must have an exact decimal value and gets the
 * decimals of its currency at least: `200` becomes `"200.00"` in EUR, `"200"` in JPY and `"200.000"` in KWD. `0.1 + 0.2` is
 * rejected.
 *
 * @param currency its ISO 4217 code. Defaults to a currency with two decimals
 * @throws InvalidArgumentError when the value is not a positive decimal number
 */
export function toAmount(value: unknown, currency?: unknown): string {
  const digits = currencyDigits(typeof currency === "string" ? currency : "");
  const text = typeof value === "number" ? fromNumber(value, digits) : value;
  if (!isAmount(text)) {
    throw new InvalidArgumentError(
      "amount",
      'must be a decimal string such as "200.00" (no sign, exponent or separators), or a number with at most 15 digits.',
    );
  }
  if (/^[0.]+$/.test(text)) {
    throw new InvalidArgumentError("amount", "must be greater than zero.");
  }
  return text;
}

function fromNumber(value: number, digits: number): string | undefined {
  const text = String(value);
  if (!decimal.test(text) || text.replace(".", "").length > exactDigits) return undefined;
  const decimals = text.split(".")[1]?.length ?? 0;
  return decimals < digits ? value.toFixed(digits) : text;
}
