import { type Contract, daysBetween, type Operation } from "@numipay/core/protocol";
import { dayAt, startOfDay } from "../gateway/day.js";
import { ApiProblem } from "./api-problem.js";
import { exampleDay, readDay } from "./read-day.js";

/** Documented: at most 7 days between the two dates. Assumed: dates 7 days apart (8 calendar days) are allowed. */
const mostDaysBetween = 7;

/** A range of whole days as instants, in milliseconds since 1970. `before` is exclusive. */
export interface DateRange {
  readonly from: number;
  readonly before: number;
}

/**
 * Reads `from` and `to`, which are days in the contract's time zone. Without either, the range is today (documented); with
 * one, the other is assumed to be the same day.
 *
 * @throws ApiProblem (400) that names the parameter.
 */
export function toDateRange(
  asked: { readonly from: string | undefined; readonly to: string | undefined },
  setting: { readonly now: number; readonly contract: Contract; readonly operation: Operation },
): DateRange {
  const { now, contract, operation } = setting;
  const { timeZone } = contract;
  const nameOf = (field: "from" | "to"): string => operation.fields.get(field)?.name ?? field;
  const read = (field: "from" | "to"): string | undefined => {
    const text = asked[field];
    return text === undefined ? undefined : toDay(text, nameOf(field), contract.dateFormat);
  };
  const given = { from: read("from"), to: read("to") };
  const today = dayAt(now, timeZone);
  const first = given.from ?? given.to ?? today;
  const last = given.to ?? given.from ?? today;
  const days = daysBetween(first, last);
  if (days < 0) {
    throw new ApiProblem(
      400,
      `${nameOf("from")} must not be later than ${nameOf("to")}.`,
      nameOf("from"),
    );
  }
  if (days > mostDaysBetween) {
    throw new ApiProblem(
      400,
      `${nameOf("from")} and ${nameOf("to")} must be at most ${mostDaysBetween} days apart.`,
      nameOf("to"),
    );
  }
  return { from: startOfDay(first, timeZone), before: startOfDay(nextDay(last), timeZone) };
}

function toDay(text: string, name: string, format: string): string {
  const day = readDay(text, format);
  if (day !== undefined) return day;
  const isDocumented = format !== "DD-MM-YYYY" && readDay(text, "DD-MM-YYYY") !== undefined;
  const hint = isDocumented
    ? " The request uses DD-MM-YYYY, the format without the contract override (contract.dateFormat)."
    : "";
  throw new ApiProblem(
    400,
    `${name} must be a day as ${format}, such as ${exampleDay(format)}.${hint}`,
    name,
  );
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
