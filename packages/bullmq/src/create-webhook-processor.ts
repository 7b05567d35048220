import { inspect } from "node:util";
import {
  type EventOrigin,
  type EventRegistry,
  type Outcome,
  outcomeResponses,
  type OutcomeReport,
} from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import { type Job, UnrecoverableError } from "bullmq";
import { readAccount, readEvent, type WebhookJobData } from "./webhook-job.js";

/** What applies events: a worker, or the webhook that a framework's module holds. */
export type EventApplier = Pick<EventRegistry<never>, "apply">;

/** The signature was verified before the event was stored; the request and its password are not kept. */
const origin: EventOrigin = {
  source: "webhook",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/**
 * A processor for a BullMQ worker of your own, such as one of @nestjs/bullmq: applies a job's event, and throws where it
 * has to be tried again. `createWebhookWorker` brings worker and processor in one.
 *
 * @throws Error (when called) that says what failed, for BullMQ to try again
 */
export function createWebhookProcessor(
  webhook: EventApplier,
): (job: Job<WebhookJobData>) => Promise<{ outcome: Outcome }> {
  return async (job) => {
    const event = readEvent(job);
    const account = readAccount(job);
    if (event === undefined) {
      throw new UnrecoverableError(
        "The job holds no event: something else writes into this queue.",
      );
    }
    // Taken for the unnamed account's, it could be applied to another merchant's books.
    if (account === undefined && job.data.account !== undefined) {
      throw new UnrecoverableError("The job's account is not a text: something else wrote it.");
    }
    const report = await webhook.apply(event, { ...origin, account });
    // The same table that answers the gateway: what gets a 2xx there is settled, and not tried again here.
    if (outcomeResponses[report.outcome].status < 300) return { outcome: report.outcome };
    throw new Error(explain(report), { cause: report.error });
  };
}

const longestMessage = 1_000;

/** One line that says enough in a list of dead letters: what each handler threw, not only how many did. */
function explain({ outcome, reason, error }: OutcomeReport): string {
  const thrown = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const messages = thrown
    .filter((one) => one !== undefined)
    .map((one) => toPrintable(one instanceof Error ? one.message : inspect(one), longestMessage));
  return [outcome, reason, messages.join("; ")]
    .filter((part) => part !== undefined && part !== "")
    .join(": ");
}
