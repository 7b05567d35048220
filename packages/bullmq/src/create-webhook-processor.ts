import { inspect } from "node:util";
import {
  type DeliveryReport,
  type EventOrigin,
  type EventRegistry,
  type Outcome,
  outcomeResponses,
  type OutcomeReport,
} from "@numipay/core";
import { toPrintable, trace } from "@numipay/core/protocol";
import { type Job, UnrecoverableError } from "bullmq";
import { isLastAttempt, toProcessMessage } from "./queue-messages.js";
import { readAccount, readEvent, type WebhookJobData } from "./webhook-job.js";

/** Applies events: a worker, or a framework module's webhook. */
export type EventApplier = Pick<EventRegistry<never>, "apply">;

/** The signature was verified before the event was stored. The request and the matching password are not stored. */
const origin: EventOrigin = {
  source: "webhook",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/**
 * Returns a processor for your own BullMQ worker, such as one from @nestjs/bullmq. It applies the job's event and throws if
 * BullMQ must retry it. `createWebhookWorker` includes both the worker and the processor.
 *
 * @throws Error from the processor, with the reason, when the job must be retried
 */
export function createWebhookProcessor(
  webhook: EventApplier,
): (job: Job<WebhookJobData>) => Promise<{ outcome: Outcome }> {
  return (job) =>
    trace(
      "numipay.queue.process",
      () => toProcessMessage(job),
      async (message) => {
        try {
          const report = await apply(webhook, job);
          if (message !== undefined) message.outcome = report.outcome;
          return toResult(report);
        } catch (error) {
          if (message !== undefined) message.isDeadLetter = isLastAttempt(job, error);
          throw error;
        }
      },
    );
}

async function apply(webhook: EventApplier, job: Job<WebhookJobData>): Promise<DeliveryReport> {
  const event = readEvent(job);
  const account = readAccount(job);
  if (event === undefined) {
    throw new UnrecoverableError("The job has no event. Check what else adds jobs to this queue.");
  }
  // Falling back to the default account could credit another merchant.
  if (account === undefined && job.data.account !== undefined) {
    throw new UnrecoverableError(
      "The job's account is not a string. Check what else adds jobs to this queue.",
    );
  }
  return webhook.apply(event, { ...origin, account });
}

/** @throws Error when BullMQ must retry the job */
function toResult(report: DeliveryReport): { outcome: Outcome } {
  const { outcome, error: cause } = report;
  // An outcome for which the gateway would get a 2xx is final, so the job is not retried.
  if (outcomeResponses[outcome].status < 300) return { outcome };
  throw new Error(explain(report), { cause });
}

const longestMessage = 1_000;

/** One line for the list of dead letters, with the error of each handler. */
function explain({ outcome, reason, error }: OutcomeReport): string {
  const thrown = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const messages = thrown
    .filter((one) => one !== undefined)
    .map((one) => toPrintable(one instanceof Error ? one.message : inspect(one), longestMessage));
  return [outcome, reason, messages.join("; ")]
    .filter((part) => part !== undefined && part !== "")
    .join(": ");
}
