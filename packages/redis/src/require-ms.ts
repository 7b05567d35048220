import { InvalidOptionError } from "@numipay/core";

/** With a longer delay, `setTimeout` fires at once. */
const maxTimerMs = 2_147_483_647;

/** @throws InvalidOptionError when the option is not a duration that a timer accepts */
export function requireMs(option: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= maxTimerMs) return;
  throw new InvalidOptionError(option, `must be whole milliseconds, 1 to ${maxTimerMs}.`);
}
