import { InvalidArgumentError } from "./errors.js";

const dayMs = 86_400_000;

/** A window of days, both included, as `YYYY-MM-DD`. */
export interface DayWindow {
  from: string;
  to: string;
}

/** A calendar day: `YYYY-MM-DD`, or a Date, of which the UTC day counts. */
export type Day = string | Date;

/** The gateway's format of a day (documented). */
export const documentedDateFormat = "DD-MM-YYYY";

/** True for a text that has `DD`, `MM` and `YYYY` once each, and no other letters or digits. */
export function isDateFormat(format: string): boolean {
  return (
    ["DD", "MM", "YYYY"].every((part) => format.split(part).length === 2) &&
    !/[0-9A-Za-z]/.test(format.replace(/DD|MM|YYYY/g, ""))
  );
}

/**
 * A day as the gateway writes it.
 *
 * @param format defaults to `DD-MM-YYYY` (documented)
 * @throws InvalidArgumentError when it is no day of the calendar
 */
export function toGatewayDate(day: Day, field = "date", format = documentedDateFormat): string {
  const [year = "", month = "", date = ""] = fromDayNumber(toDayNumber(day, field)).split("-");
  return format.replace("YYYY", year).replace("MM", month).replace("DD", date);
}

/**
 * `DD-MM-YYYY` as `YYYY-MM-DD`.
 *
 * @throws InvalidArgumentError when it is no day of the calendar
 */
export function fromGatewayDate(text: string, field = "date"): string {
  const parts = /^(\d{2})-(\d{2})-(\d{4})$/.exec(text);
  if (parts === null) {
    throw new InvalidArgumentError(field, `${JSON.stringify(text)} is not of the form DD-MM-YYYY.`);
  }
  return fromDayNumber(toDayNumber(`${parts[3]}-${parts[2]}-${parts[1]}`, field));
}

/** How many days lie between two days: 0 when they are the same. */
export function daysBetween(from: Day, to: Day): number {
  return toDayNumber(to, "to") - toDayNumber(from, "from");
}

/**
 * The day so many days later, or earlier where negative, as `YYYY-MM-DD`.
 *
 * @throws InvalidArgumentError when it is no day of the calendar
 */
export function addDays(day: Day, days: number, field = "date"): string {
  return fromDayNumber(toDayNumber(day, field) + days);
}

/** True for a day of the calendar, written as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isoDay(new Date(`${text}T00:00:00Z`)) === text;
}

/**
 * Cuts a range of days into windows that the gateway's list takes: in order, no day twice, none missed. A window holds
 * at most 7 days, both ends counted, which is within "at most 7 days between them" however that is meant.
 *
 * @throws InvalidArgumentError when a day is none, or `to` lies before `from`
 */
export function* dayWindows(from: Day, to: Day, longestDays = 7): Generator<DayWindow> {
  const last = toDayNumber(to, "to");
  const first = toDayNumber(from, "from");
  if (last < first) {
    throw new InvalidArgumentError("to", "lies before `from`.");
  }
  for (let start = first; start <= last; start += longestDays) {
    const end = Math.min(start + longestDays - 1, last);
    yield { from: fromDayNumber(start), to: fromDayNumber(end) };
  }
}

/** Days since 1970-01-01, so that neither time zones nor summer time can lose or double a day. */
function toDayNumber(day: Day, field: string): number {
  const text = day instanceof Date ? isoDay(day) : day;
  const milliseconds =
    typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text)
      ? Date.parse(`${text}T00:00:00Z`)
      : NaN;
  // Date.parse takes 2026-02-30 for 2 March; a day that does not come back as it went in is none.
  if (Number.isNaN(milliseconds) || isoDay(new Date(milliseconds)) !== text) {
    throw new InvalidArgumentError(
      field,
      "give a day as YYYY-MM-DD, or a valid Date (its UTC day counts).",
    );
  }
  return milliseconds / dayMs;
}

function fromDayNumber(days: number): string {
  return isoDay(new Date(days * dayMs));
}

function isoDay(date: Date): string {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}
