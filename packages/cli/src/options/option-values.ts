import { InvalidArgumentError, Option } from "commander";

// The parsers of option values. Commander puts the option's name before their error message.

/** A port, or 0 for any free one. */
export function toPort(text: string): number {
  const port = toWhole(text);
  if (port === undefined || port > 65_535) {
    throw new InvalidArgumentError("Use a whole number from 0 (any free port) to 65535.");
  }
  return port;
}

/** A whole number of at least 1. */
export function toCount(text: string): number {
  const count = toWhole(text);
  if (count === undefined || count < 1) {
    throw new InvalidArgumentError("Use a whole number of 1 or more.");
  }
  return count;
}

/** A number of days, from 0 to 3660. */
export function toDays(text: string): number {
  const days = toWhole(text);
  if (days === undefined || days > 3_660) {
    throw new InvalidArgumentError("Use a whole number of days from 0 to 3660.");
  }
  return days;
}

/** `--timeout <seconds>`, parsed to milliseconds. */
export function timeoutOption(description: string, seconds: number): Option {
  return new Option("--timeout <seconds>", description)
    .argParser(toSeconds)
    .default(seconds * 1000, String(seconds));
}

/** Seconds, parsed to milliseconds. */
export function toSeconds(text: string): number {
  const seconds = /^\d+(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (seconds <= 0 || seconds > 86_400) {
    throw new InvalidArgumentError("Use a number of seconds above 0 and up to 86400.");
  }
  return Math.round(seconds * 1000);
}

/** A number with a unit, as the sandbox reads it. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

/** A number with a unit, such as `90s`. */
export function toDuration(text: string): Duration {
  if (/^\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h|d)$/.test(text)) return text as Duration;
  throw new InvalidArgumentError("Use a number with the unit ms, s, m, h or d, such as 90s or 5m.");
}

const unitsMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration in whole milliseconds. */
export function toMilliseconds(duration: Duration): number {
  const unit = duration.replace(/^[\d.]+/, "") as keyof typeof unitsMs;
  return Math.round(Number.parseFloat(duration) * unitsMs[unit]);
}

/** An absolute http or https URL without credentials, because `fetch` does not send any. */
export function toWebUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError("Use an absolute URL that starts with http:// or https://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new InvalidArgumentError("Remove the user name and password from the URL.");
  }
  return url;
}

/** The `name=value` pairs of a repeatable option. */
export function toPairs(text: string, before: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("Use name=value.");
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function toWhole(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
