import { dayWindows, type ListRange } from "@numipay/core";

/**
 * Splits a range into calls of at most 7 days. A range with only one day, or none, becomes one call.
 *
 * @throws InvalidArgumentError when `to` is before `from`
 */
export function listWindows({ from, to }: { from?: string; to?: string }): ListRange[] {
  if (from !== undefined && to !== undefined) return [...dayWindows(from, to)];
  return [{ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}
