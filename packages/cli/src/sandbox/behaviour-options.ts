import type { LaggingStatus, SandboxOptions, UsedTrackingId } from "@numipay/sandbox";
import { type Command, Option } from "commander";
import { usageError } from "../failure/command-failure.js";
import { type Duration, toDuration } from "../options/option-values.js";

/** What the sandbox does where the documentation is silent. */
export interface BehaviourOptions {
  readonly usedTrackingId?: UsedTrackingId;
  readonly statusLag?: Duration;
  readonly statusLagShows?: LaggingStatus;
}

const usedTrackingIds = [
  "conflict",
  "rejected",
  "returns-first",
  "creates-second",
] as const satisfies readonly UsedTrackingId[];

const laggingStatuses = ["not-found", "pending"] as const satisfies readonly LaggingStatus[];

/** Declares the options. */
export function declareBehaviours(command: Command): Command {
  return command
    .optionsGroup("Undocumented behavior:")
    .addOption(
      new Option(
        "--used-tracking-id <response>",
        "Response to a used tracking id (default: conflict, a 409).",
      ).choices(usedTrackingIds),
    )
    .option(
      "--status-lag <duration>",
      "How long the status of a new transaction lags (default: 0s).",
      toDuration,
    )
    .addOption(
      new Option(
        "--status-lag-shows <status>",
        "What the status is until then (default: not-found).",
      ).choices(laggingStatuses),
    );
}

/**
 * Returns the sandbox's options.
 *
 * @throws CommandFailure for `--status-lag-shows` without `--status-lag`
 */
export function readBehaviours({
  usedTrackingId,
  statusLag,
  statusLagShows: shows,
}: BehaviourOptions): SandboxOptions {
  if (shows !== undefined && statusLag === undefined) {
    throw usageError("--status-lag-shows requires --status-lag, such as --status-lag 30s.");
  }
  return {
    ...(usedTrackingId !== undefined && { usedTrackingId }),
    ...(statusLag !== undefined && {
      statusLag: { for: statusLag, ...(shows !== undefined && { shows }) },
    }),
  };
}
