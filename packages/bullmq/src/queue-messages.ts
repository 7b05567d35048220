import { eventType, type TelemetryMessages } from "@numipay/core";
import type { Writable } from "@numipay/core/protocol";
import { type Job, UnrecoverableError } from "bullmq";
import { readAccount, readCarrier, readEvent, type WebhookJobData } from "./webhook-job.js";

/** The message of an event that is added to a queue. */
export function toAddMessage(
  queue: string,
  { event, account }: WebhookJobData & { account: string },
): TelemetryMessages["numipay.queue.add"] {
  const { transaction_id, tracking_id } = event;
  return { queue, eventType: eventType(event), account, transaction_id, tracking_id, carrier: {} };
}

/** The message of an attempt. The job may be from anywhere. */
export function toProcessMessage(
  job: Job<WebhookJobData>,
): Writable<TelemetryMessages["numipay.queue.process"]> {
  const event = readEvent(job);
  return {
    queue: job.queueName,
    jobId: job.id,
    attempt: job.attemptsMade + 1,
    carrier: readCarrier(job),
    eventType: event === undefined ? undefined : eventType(event),
    account: readAccount(job),
    transaction_id: event?.transaction_id,
    outcome: undefined,
    isDeadLetter: false,
  };
}

/** Whether a failed attempt was the last one, as BullMQ decides it afterwards. */
export function isLastAttempt(
  { attemptsMade, opts }: Pick<Job, "attemptsMade"> & Partial<Pick<Job, "opts">>,
  error: unknown,
): boolean {
  return error instanceof UnrecoverableError || attemptsMade + 1 >= (opts?.attempts ?? 1);
}
