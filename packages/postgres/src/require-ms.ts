import { InvalidOptionError } from "@numipay/core";

/** The longest that a timer can wait, and PostgreSQL's longest timeout. */
const longestMs = 2_147_483_647;

/**
 * Checks a time.
 *
 * @throws InvalidOptionError naming the option
 */
export function requireMs(option: string, value: number): void {
  // PostgreSQL reads 0 as "for ever".
  if (Number.isSafeInteger(value) && value >= 1 && value <= longestMs) return;
  throw new InvalidOptionError(option, `must be whole milliseconds, 1 to ${longestMs}.`);
}
