import type { PendingWebhook, SandboxOptions } from "@numipay/sandbox";
import { type Command, Option } from "commander";
import { readTextFile } from "../input/read-file.js";
import { type Duration, toCount, toDuration } from "../options/option-values.js";

/** When the sandbox sends webhooks, and how often. */
export interface WebhookTimingOptions {
  readonly pendingWebhook?: PendingWebhook;
  readonly retryInterval?: Duration;
  readonly retryAttempts?: number;
  readonly retryExcludeFirst?: boolean;
  readonly webhookCa?: string;
}

const pendingWebhooks = [
  "on-submit",
  "on-open",
  "never",
] as const satisfies readonly PendingWebhook[];

/** Declares the webhook options. */
export function declareWebhooks(command: Command): Command {
  return command
    .optionsGroup("Webhooks:")
    .addOption(
      new Option(
        "--pending-webhook <when>",
        "When transactions become pending (default: on-submit, assumed).",
      ).choices(pendingWebhooks),
    )
    .option(
      "--retry-interval <duration>",
      "Time between two attempts of a webhook (default: 5m).",
      toDuration,
    )
    .option("--retry-attempts <count>", "Attempts per webhook (default: 15).", toCount)
    .option("--retry-exclude-first", "Do not count the first attempt in --retry-attempts.")
    .option("--webhook-ca <file>", "CA certificate (PEM) to trust for webhooks over HTTPS.");
}

/** Returns the sandbox's webhook options. */
export async function readWebhooks({
  pendingWebhook,
  retryInterval: interval,
  retryAttempts: attempts,
  retryExcludeFirst,
  webhookCa,
}: WebhookTimingOptions): Promise<SandboxOptions> {
  const retries = {
    ...(interval !== undefined && { interval }),
    ...(attempts !== undefined && { attempts }),
    ...(retryExcludeFirst === true && { firstCounts: false }),
  };
  return {
    ...(pendingWebhook !== undefined && { pendingWebhook }),
    ...(Object.keys(retries).length > 0 && { retries }),
    ...(webhookCa !== undefined && {
      webhookCa: await readTextFile(webhookCa, "--webhook-ca"),
    }),
  };
}
