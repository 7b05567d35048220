import { dayWindows, type ListRange } from "@numipay/core";

/**
 * What the list is asked for, one call each: windows of at most 7 days, or what was given where a day is missing.
 *
 * @throws InvalidArgumentError when `to` lies before `from`
 */
export function listWindows({ from, to }: { from?: string; to?: string }): ListRange[] {
  if (from !== undefined && to !== undefined) return [...dayWindows(from, to)];
  return [{ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}
