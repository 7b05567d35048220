import type { SandboxStart } from "./describe-start.js";

/** A smaller difference is not worth mentioning. */
const sameTimeMs = 60_000;

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/**
 * How far a clock is from real time, such as `10 days behind`. Undefined if it is not. The clock of an existing file
 * continues where it was.
 */
export function toClockDifference({ now }: SandboxStart["clock"]): string | undefined {
  const aheadMs = Date.parse(now) - Date.now();
  const [unit, unitMs] = units.find(([, ms]) => Math.abs(aheadMs) >= ms) ?? units[2];
  if (Math.abs(aheadMs) < sameTimeMs) return undefined;
  const count = Math.floor(Math.abs(aheadMs) / unitMs);
  return `${count} ${unit}${count === 1 ? "" : "s"} ${aheadMs < 0 ? "behind" : "ahead of"}`;
}

/** The time of a clock, as a user reads it. */
export function toShownTime({ now }: SandboxStart["clock"]): string {
  return `${now.slice(0, 10)} ${now.slice(11, 16)} UTC`;
}
