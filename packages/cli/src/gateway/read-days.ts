import { addDays, checkTimeZone, type Contract, dayInZone, readDay } from "@numipay/core/protocol";
import type { Command } from "commander";

/** The days of a command, as the user wrote them. */
export interface DayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly timeZone?: string;
}

/** Declares `--time-zone`. */
export function declareTimeZone(command: Command): Command {
  return command.option(
    "--time-zone <zone>",
    "The gateway's time zone, such as Europe/Berlin (default: the contract's, else UTC, assumed).",
  );
}

/**
 * Returns the time zone of the option, or the contract's.
 *
 * @throws InvalidOptionError for an unknown time zone
 */
export function toTimeZone(
  { timeZone }: Pick<DayOptions, "timeZone">,
  contract: Pick<Contract, "timeZone">,
): string {
  return timeZone === undefined ? contract.timeZone : checkTimeZone(timeZone, "--time-zone");
}

/**
 * Returns the days as `YYYY-MM-DD`. Accepts `2024-08-01`, `01-08-2024`, and `today` and `yesterday` in the gateway's time
 * zone.
 *
 * @throws InvalidArgumentError naming the option
 */
export function readDays(
  options: DayOptions,
  contract: Pick<Contract, "timeZone" | "dateFormat">,
  now = new Date(),
): { from?: string; to?: string } {
  const { from, to } = options;
  const today = dayInZone(now, toTimeZone(options, contract));
  const read = (option: string, text: string): string => {
    if (text === "today") return today;
    if (text === "yesterday") return addDays(today, -1);
    return readDay(text, option, { format: contract.dateFormat });
  };
  return {
    ...(from === undefined ? {} : { from: read("--from", from) }),
    ...(to === undefined ? {} : { to: read("--to", to) }),
  };
}
