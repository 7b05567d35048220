const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds, or a number with its unit, such as "90s", "5m", "2h" or "1d". */
export type Duration = number | `${number}${keyof typeof unitMs}`;

/** Converts a duration to whole milliseconds. Throws a RangeError if it is invalid or negative. */
export function toMilliseconds(duration: Duration): number {
  const ms = typeof duration === "number" ? duration : parse(duration);
  if (!Number.isSafeInteger(ms) || ms < 0) {
    throw new RangeError(
      `A duration must be whole milliseconds, or a number with a unit of ms, s, m, h or d; got ${JSON.stringify(duration)}.`,
    );
  }
  return ms;
}

function parse(duration: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) ?? [];
  return count === undefined || unit === undefined
    ? Number.NaN
    : Math.round(Number(count) * unitMs[unit as keyof typeof unitMs]);
}
