import { InvalidArgumentError } from "./errors.js";
import { toPrintable } from "./printable.js";
import { dayInZone } from "./time-zone.js";

const dayMs = 86_400_000;

/** A window of days, both included, as `YYYY-MM-DD`. */
export interface DayWindow {
  from: string;
  to: string;
}

/**
 * A calendar day: `YYYY-MM-DD`, `DD-MM-YYYY` as the gateway writes it (documented), or a Date, which counts for its day in the
 * gateway's time zone.
 */
export type Day = string | Date;

/** How a day is read. */
export interface DayReading {
  /** The zone in which a Date has its day. Defaults to `"UTC"`. */
  timeZone?: string | undefined;
  /** How the gateway writes days. Defaults to `"DD-MM-YYYY"` (documented). */
  format?: string | undefined;
}

/** The gateway's format of a day (documented). */
const documentedDateFormat = "DD-MM-YYYY";

/** Has the shape of `DD-MM-YYYY`: where the gateway writes it, `01-08-2024` has two meanings. */
const monthFirst = "MM-DD-YYYY";

/** True for a text that has `DD`, `MM` and `YYYY` once each, and no other letters or digits. */
export function isDateFormat(format: string): boolean {
  return (
    ["DD", "MM", "YYYY"].every((part) => format.split(part).length === 2) &&
    !/[0-9A-Za-z]/.test(format.replace(/DD|MM|YYYY/g, ""))
  );
}

/**
 * A day as `YYYY-MM-DD`.
 *
 * @param field for the error
 * @throws InvalidArgumentError when it is not a day of the calendar, or may be two
 */
export function readDay(day: Day, field = "date", reading: DayReading = {}): string {
  const text = day instanceof Date ? dayInZone(day, reading.timeZone) : day;
  if (typeof text !== "string" || text === "") throw new InvalidArgumentError(field, forms);
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
  if (!isDay(iso)) throw new InvalidArgumentError(field, `"${text}" is not in the calendar.`);
  return iso;
}

const forms = "Write a day as YYYY-MM-DD or DD-MM-YYYY, or pass a valid Date.";

/**
 * A day as the gateway writes it.
 *
 * @param format defaults to `DD-MM-YYYY` (documented)
 * @throws InvalidArgumentError when it is not a day of the calendar
 */
export function toGatewayDate(day: Day, field = "date", format = documentedDateFormat): string {
  const [year = "", month = "", date = ""] = readDay(day, field, { format }).split("-");
  return format.replace("YYYY", year).replace("MM", month).replace("DD", date);
}

/**
 * `DD-MM-YYYY` as `YYYY-MM-DD`.
 *
 * @throws InvalidArgumentError when it is not a day of the calendar
 */
export function fromGatewayDate(text: string, field = "date"): string {
  if (/^\d{2}-\d{2}-\d{4}$/.test(text)) return readDay(text, field);
  throw new InvalidArgumentError(
    field,
    `"${toPrintable(text, 50)}" is not of the form DD-MM-YYYY.`,
  );
}

/** How many days lie between two days: 0 when they are the same. */
export function daysBetween(from: Day, to: Day): number {
  return toDayNumber(readDay(to, "to")) - toDayNumber(readDay(from, "from"));
}

/**
 * The day so many days later, or earlier where negative, as `YYYY-MM-DD`.
 *
 * @throws InvalidArgumentError when it is not a day of the calendar
 */
export function addDays(day: Day, days: number, field = "date"): string {
  return fromDayNumber(toDayNumber(readDay(day, field)) + days);
}

/** True for a day of the calendar, written as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    // Date.parse takes 2026-02-30 for 2 March; a day that does not come back as it went in is none.
    dayInZone(new Date(`${text}T00:00:00Z`)) === text
  );
}

/** How a range of days is cut. */
export interface WindowOptions extends DayReading {
  /** Days of a window, both ends counted. Defaults to `7`. */
  longestDays?: number | undefined;
}

/**
 * Cuts a range of days into windows that the gateway's list takes: in order, no day twice, none missed. A window holds
 * at most 7 days, both ends counted, which is within "at most 7 days between them" however that is meant.
 *
 * @throws InvalidArgumentError when a day is none, or `to` lies before `from`
 */
export function* dayWindows(
  from: Day,
  to: Day,
  { longestDays = 7, ...reading }: WindowOptions = {},
): Generator<DayWindow> {
  const last = toDayNumber(readDay(to, "to", reading));
  const first = toDayNumber(readDay(from, "from", reading));
  if (last < first) {
    throw new InvalidArgumentError("to", "lies before `from`.");
  }
  for (let start = first; start <= last; start += longestDays) {
    const end = Math.min(start + longestDays - 1, last);
    yield { from: fromDayNumber(start), to: fromDayNumber(end) };
  }
}

/** Days since 1970-01-01, so that neither time zones nor summer time can lose or double a day. */
function toDayNumber(isoDay: string): number {
  return Date.parse(`${isoDay}T00:00:00Z`) / dayMs;
}

function fromDayNumber(days: number): string {
  return dayInZone(new Date(days * dayMs));
}
