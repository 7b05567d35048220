import { InvalidOptionError } from "./errors.js";

/** True for a time zone that this runtime knows, such as `Europe/Berlin`. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== "string" || name === "") return false;
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Returns the time zone.
 *
 * @throws InvalidOptionError when this runtime does not know the time zone
 */
export function checkTimeZone(name: unknown, option = "timeZone"): string {
  if (isTimeZone(name)) return name;
  throw new InvalidOptionError(option, "must be an IANA time zone, such as Europe/Berlin.");
}

/**
 * The calendar day of an instant in a time zone, as `YYYY-MM-DD`, also across daylight saving changes. Empty for an invalid Date
 * and for a year that does not have four digits.
 */
export function dayInZone(instant: Date, timeZone = "UTC"): string {
  if (Number.isNaN(instant.getTime())) return "";
  const day =
    timeZone === "UTC" ? instant.toISOString().slice(0, 10) : readClock(instant, timeZone);
  return /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(day) ? day : "";
}

function readClock(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone,
    era: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(instant);
  const valueOf = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? "";
  if (valueOf("era") !== "AD") return "";
  return `${valueOf("year").padStart(4, "0")}-${valueOf("month")}-${valueOf("day")}`;
}
