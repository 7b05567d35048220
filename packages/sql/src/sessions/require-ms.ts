import { InvalidOptionError } from "@numipay/core";

/** The longest delay of a timer, and PostgreSQL's longest timeout. */
export const maxTimeoutMs = 2_147_483_647;

/**
 * Checks a timeout option.
 *
 * @throws InvalidOptionError naming the option
 */
export function requireMs(option: string, value: number): void {
  // In PostgreSQL, 0 disables a timeout.
  if (Number.isSafeInteger(value) && value >= 1 && value <= maxTimeoutMs) return;
  throw new InvalidOptionError(option, `must be whole milliseconds, 1 to ${maxTimeoutMs}.`);
}
