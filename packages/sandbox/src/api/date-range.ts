import { ApiProblem } from "./api-problem.js";

const dayMs = 86_400_000;

/** Documented: at most 7 days between the two dates. */
const mostDaysBetween = 7;

/** The instants of a range of whole UTC days, milliseconds since 1970: `before` is the midnight after the last day. */
export interface DateRange {
  readonly from: number;
  readonly before: number;
}

/**
 * Reads `from` and `to` (DD-MM-YYYY). With neither it is today (documented); with one, the other is assumed to be
 * the same day. Throws an ApiProblem (400) that names the parameter.
 */
export function toDateRange(
  from: string | undefined,
  to: string | undefined,
  now: number,
): DateRange {
  const today = Math.floor(now / dayMs) * dayMs;
  const given = { from: toDay(from, "from"), to: toDay(to, "to") };
  const first = given.from ?? given.to ?? today;
  const last = given.to ?? given.from ?? today;
  if (first > last) throw new ApiProblem(400, "from must not be later than to", "from");
  if (last - first > mostDaysBetween * dayMs) {
    throw new ApiProblem(400, `from and to must be at most ${mostDaysBetween} days apart`, "to");
  }
  return { from: first, before: last + dayMs };
}

function toDay(text: string | undefined, field: "from" | "to"): number | undefined {
  if (text === undefined) return undefined;
  const [, day, month, year] = /^(\d{2})-(\d{2})-(\d{4})$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}`;
  const instant = Date.parse(`${iso}T00:00:00Z`);
  // Read back, because 30-02-2026 parses as the second of March.
  if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(iso)) {
    throw new ApiProblem(400, `${field} must be a day as DD-MM-YYYY, such as 31-01-2026`, field);
  }
  return instant;
}
