import { InvalidOptionError } from "@numipay/core";

/**
 * Checks a time.
 *
 * @throws InvalidOptionError naming the option
 */
export function requireMs(option: string, value: number): void {
  // PostgreSQL reads 0 as "for ever".
  if (Number.isSafeInteger(value) && value >= 1 && value <= 2 ** 31 - 1) return;
  throw new InvalidOptionError(option, "must be whole milliseconds, at least 1.");
}
