const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A span of time: milliseconds, or a number with its unit, such as "90s", "5m", "2h" or "1d". */
export type Duration = number | `${number}${keyof typeof unitMs}`;

/** Turns a duration into whole milliseconds. Throws a RangeError if it is none, or negative. */
export function toMilliseconds(duration: Duration): number {
  const ms = typeof duration === "number" ? duration : parse(duration);
  if (!Number.isSafeInteger(ms) || ms < 0) {
    throw new RangeError(
      `A duration is whole milliseconds, or a number and one of ms, s, m, h, d; got ${JSON.stringify(duration)}`,
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
