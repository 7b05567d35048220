import { InvalidArgumentError } from "./errors.js";
import { toPrintable } from "./printable.js";
import { dayInZone } from "./time-zone.js";

const dayMs = 86_400_000;

/** A range of days as `YYYY-MM-DD`, both inclusive. */
export interface DayWindow {
  /** First day, `YYYY-MM-DD`. */
  from: string;
  /** Last day, `YYYY-MM-DD`. */
  to: string;
}

/**
 * A calendar day: `YYYY-MM-DD`, `DD-MM-YYYY` as the gateway writes it (documented), or a Date, which is converted to its day in
 * the gateway's time zone.
 */
export type Day = string | Date;

/** Options for reading a day. */
export interface DayReading {
  /** The time zone in which a Date is converted to a day. Defaults to `"UTC"`. */
  timeZone?: string | undefined;
  /** The gateway's date format. Defaults to `"DD-MM-YYYY"` (documented). */
  format?: string | undefined;
}

/** The gateway's date format (documented). */
const documentedDateFormat = "DD-MM-YYYY";

/** Looks the same as `DD-MM-YYYY`, so with this format `01-08-2024` is ambiguous. */
const monthFirst = "MM-DD-YYYY";

/** True for a string with `DD`, `MM` and `YYYY` once each and no other letters or digits. */
export function isDateFormat(format: string): boolean {
  return (
    ["DD", "MM", "YYYY"].every((part) => format.split(part).length === 2) &&
    !/[0-9A-Za-z]/.test(format.replace(/DD|MM|YYYY/g, ""))
  );
}

/**
 * Returns a day as `YYYY-MM-DD`.
 *
 * @param field the field's name, for errors
 * @throws InvalidArgumentError when it is not a calendar day, or is ambiguous
 */
export function readDay(day: Day, field = "date", reading: DayReading = {}): string {
  const text = day instanceof Date ? dayInZone(day, reading.timeZone) : day;
  if (typeof text !== "string" || text === "")
    throw new InvalidArgumentError(field, `is not a day. ${forms}`);
  const [, date, month, year] = /^(\d{2})-(\d{2})-(\d{4})$/.exec(text) ?? [];
  if (year !== undefined && reading.format === monthFirst) {
    throw new InvalidArgumentError(
      field,
      `"${text}" is ambiguous, because contract.dateFormat is ${monthFirst}. Write it as YYYY-MM-DD.`,
    );
  }
  const iso = year === undefined ? text : `${year}-${month}-${date}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) {
    throw new InvalidArgumentError(field, `"${toPrintable(text, 50)}" is not a day. ${forms}`);
  }
  if (!isDay(iso))
    throw new InvalidArgumentError(field, `"${text}" does not exist in the calendar.`);
  return iso;
}

const forms = "Write a day as YYYY-MM-DD or DD-MM-YYYY, or pass a valid Date.";

/**
 * Returns a day in the gateway's format.
 *
 * @param format the gateway's date format. Defaults to `DD-MM-YYYY` (documented).
 * @throws InvalidArgumentError when it is not a calendar day
 */
export function toGatewayDate(day: Day, field = "date", format = documentedDateFormat): string {
  const [year = "", month = "", date = ""] = readDay(day, field, { format }).split("-");
  return format.replace("YYYY", year).replace("MM", month).replace("DD", date);
}

/**
 * Converts `DD-MM-YYYY` to `YYYY-MM-DD`.
 *
 * @throws InvalidArgumentError when it is not a calendar day in this format
 */
export function fromGatewayDate(text: string, field = "date"): string {
  if (/^\d{2}-\d{2}-\d{4}$/.test(text)) return readDay(text, field);
  throw new InvalidArgumentError(
    field,
    `"${toPrintable(text, 50)}" does not have the form DD-MM-YYYY.`,
  );
}

/** The number of days from one day to another: 0 if they are the same. */
export function daysBetween(from: Day, to: Day): number {
  return toDayNumber(readDay(to, "to")) - toDayNumber(readDay(from, "from"));
}

/**
 * Adds days to a day, or subtracts them if negative, and returns it as `YYYY-MM-DD`.
 *
 * @throws InvalidArgumentError when it is not a calendar day
 */
export function addDays(day: Day, days: number, field = "date"): string {
  return fromDayNumber(toDayNumber(readDay(day, field)) + days);
}

/** True for a calendar day as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    // Date.parse reads 2026-02-30 as 2 March, so an invalid day does not come back unchanged.
    dayInZone(new Date(`${text}T00:00:00Z`)) === text
  );
}

/** Options of `dayWindows`. */
export interface WindowOptions extends DayReading {
  /** The most days of a window, both ends included. Defaults to `7`. */
  longestDays?: number | undefined;
}

/**
 * Splits a range of days into consecutive windows that the gateway's list accepts. By default a window has at most 7 days
 * including both ends, which satisfies the documented "at most 7 days between them" however it is meant.
 *
 * @throws InvalidArgumentError when a day is invalid, or `to` is before `from`
 */
export function* dayWindows(
  from: Day,
  to: Day,
  { longestDays = 7, ...reading }: WindowOptions = {},
): Generator<DayWindow> {
  const last = toDayNumber(readDay(to, "to", reading));
  const first = toDayNumber(readDay(from, "from", reading));
  if (last < first) {
    throw new InvalidArgumentError("to", "must not be before `from`.");
  }
  for (let start = first; start <= last; start += longestDays) {
    const end = Math.min(start + longestDays - 1, last);
    yield { from: fromDayNumber(start), to: fromDayNumber(end) };
  }
}

/** Days since 1970-01-01, so that time zones and daylight saving time cannot skip or repeat a day. */
function toDayNumber(isoDay: string): number {
  return Date.parse(`${isoDay}T00:00:00Z`) / dayMs;
}

function fromDayNumber(days: number): string {
  return dayInZone(new Date(days * dayMs));
}
