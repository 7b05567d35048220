import { addDays, checkTimeZone, type Contract, dayInZone, readDay } from "@numipay/core/protocol";
import type { Command } from "commander";

/** The days of a command, as they are typed. */
export interface DayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly timeZone?: string;
}

/** Declares the zone in which a day begins. */
export function declareTimeZone(command: Command): Command {
  return command.option(
    "--time-zone <zone>",
    "The gateway's, such as Europe/Berlin; else the contract's, else UTC (assumed).",
  );
}

/**
 * The zone of the option, else the contract's.
 *
 * @throws InvalidOptionError
 */
export function toTimeZone(
  { timeZone }: Pick<DayOptions, "timeZone">,
  contract: Pick<Contract, "timeZone">,
): string {
  return timeZone === undefined ? contract.timeZone : checkTimeZone(timeZone, "--time-zone");
}

/**
 * The days as `YYYY-MM-DD`. Typed as `2024-08-01`, as `01-08-2024`, or as `today` and `yesterday` in the gateway's time zone.
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
