import { InvalidArgumentError, Option } from "commander";

// Each turns an option's text into its value; the parser puts the option's name before the sentence.

/** A port, 0 for any free one. */
export function toPort(text: string): number {
  const port = toWhole(text);
  if (port === undefined || port > 65_535) {
    throw new InvalidArgumentError("Give a whole number, 0 (any free port) to 65535.");
  }
  return port;
}

/** A whole number of at least 1. */
export function toCount(text: string): number {
  const count = toWhole(text);
  if (count === undefined || count < 1) {
    throw new InvalidArgumentError("Give a whole number, 1 or more.");
  }
  return count;
}

/** A number of days, 0 to 3660. */
export function toDays(text: string): number {
  const days = toWhole(text);
  if (days === undefined || days > 3_660) {
    throw new InvalidArgumentError("Give a whole number of days, 0 to 3660.");
  }
  return days;
}

/** `--timeout <seconds>`, whose value is milliseconds. */
export function timeoutOption(description: string, seconds: number): Option {
  return new Option("--timeout <seconds>", description)
    .argParser(toSeconds)
    .default(seconds * 1000, String(seconds));
}

/** Seconds, as milliseconds. */
export function toSeconds(text: string): number {
  const seconds = /^\d+(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (seconds <= 0 || seconds > 86_400) {
    throw new InvalidArgumentError("Give seconds, more than 0 and at most 86400.");
  }
  return Math.round(seconds * 1000);
}

/** An absolute http(s) address. */
export function toWebUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError(
      "Give an absolute address that begins with http:// or https://.",
    );
  }
  return url;
}

/** `name=value` pairs, gathered from an option that may stand several times. */
export function toPairs(text: string, before: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("Give name=value.");
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function toWhole(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
