import type { PendingWebhook, SandboxOptions } from "@numipay/sandbox";
import { type Command, Option } from "commander";
import { readFile } from "node:fs/promises";
import { nameOption } from "../options/name-option.js";
import { toCount } from "../options/option-values.js";

/** When a sandbox sends webhooks, and how often. */
export interface WebhookTimingOptions {
  readonly pendingWebhook?: PendingWebhook;
  readonly retryInterval?: string;
  readonly retryAttempts?: number;
  readonly retryNotFirst?: boolean;
  readonly webhookCa?: string;
}

const whens = ["on-submit", "on-open", "never"] as const satisfies readonly PendingWebhook[];

/** Declares them. */
export function declareWebhooks(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--pending-webhook <when>",
        "When a transaction becomes pending (on-submit; assumed).",
      ).choices(whens),
    )
    .option("--retry-interval <duration>", "Between two attempts of a webhook (5m).")
    .option("--retry-attempts <count>", "Attempts of a webhook in all (15).", toCount)
    .option("--retry-not-first", "Do not count the first attempt among them.")
    .option("--webhook-ca <file>", "Trust this CA, PEM, when posting webhooks over HTTPS.");
}

/** The options of the sandbox. */
export async function readWebhooks({
  pendingWebhook,
  retryInterval: interval,
  retryAttempts: attempts,
  retryNotFirst,
  webhookCa,
}: WebhookTimingOptions): Promise<SandboxOptions> {
  const retries = {
    // The sandbox reads it, and says what a duration is.
    ...(interval !== undefined && { interval: interval as NonNullable<RetryInterval> }),
    ...(attempts !== undefined && { attempts }),
    ...(retryNotFirst === true && { firstCounts: false }),
  };
  return {
    ...(pendingWebhook !== undefined && { pendingWebhook }),
    ...(Object.keys(retries).length > 0 && { retries }),
    ...(webhookCa !== undefined && {
      webhookCa: await nameOption("--webhook-ca", webhookCa, readFile(webhookCa, "utf8")),
    }),
  };
}

type RetryInterval = NonNullable<SandboxOptions["retries"]>["interval"];
