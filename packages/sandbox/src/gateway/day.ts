const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant (milliseconds since 1970) in a time zone, as `YYYY-MM-DD`. */
export function dayAt(instant: number, timeZone: string): string {
  if (timeZone === "UTC") return new Date(instant).toISOString().slice(0, 10);
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return `${(parts.get("year") ?? "").padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
}

/**
 * The first instant of a calendar day in a time zone, in milliseconds since 1970. A day with a clock change has 23 or 25
 * hours and may start at one o'clock.
 */
export function startOfDay(day: string, timeZone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (timeZone === "UTC") return midnight;
  // No time zone is a full day away from UTC, and dates never go backwards when clocks do.
  let [before, within] = [midnight - dayMs, midnight + dayMs];
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dayAt(middle, timeZone) < day) before = middle;
    else within = middle;
  }
  return within;
}

/** Cached because creating a formatter is slower than using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  formats.set(timeZone, format);
  return format;
}
