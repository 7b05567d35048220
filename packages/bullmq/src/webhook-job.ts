import { createHash } from "node:crypto";
import { type Change, eventType, isTransaction, type Transaction } from "@numipay/core";
import type { Job, JobsOptions } from "bullmq";

/** What a job of the queue carries: a verified event, as the gateway signed it. */
export interface WebhookJobData {
  event: Transaction;
}

/** The queue's name where none is given; workers find the queue by it. */
export const defaultQueueName = "numipay-webhooks";

/** How often and when a job is tried, and how long a finished one is remembered. */
export interface RetryPlan {
  attempts: number;
  backoffMs: number;
  keepCompletedMs: number;
}

/** The event that a change tells of: its content is the whole of it. */
export function toJobData(change: Change): WebhookJobData {
  return { event: JSON.parse(change.content) as Transaction };
}

/** The event of a job, or undefined where somebody else put something else into the queue. */
export function readEvent({ data }: Pick<Job<unknown>, "data">): Transaction | undefined {
  const event = (data as Partial<WebhookJobData> | null | undefined)?.event;
  return isTransaction(event) ? event : undefined;
}

/** The job's name, which boards show. */
export function toJobName({ event }: WebhookJobData): string {
  return eventType(event);
}

/**
 * One id for one content: BullMQ adds no second job under it, so fifteen deliveries of a change are one job. Another
 * content is another job: the worker's inbox must see it to call it a conflict.
 */
export function toJobId({ key, content }: Change): string {
  return `numipay-${createHash("sha256").update(`${key}\n${content}`).digest("hex")}`;
}

/** BullMQ's options of a job. They travel with it, so any worker keeps to them. */
export function toJobOptions(jobId: string, plan: RetryPlan): JobsOptions {
  return {
    jobId,
    attempts: plan.attempts,
    // Half of each wait is drawn at random: jobs that failed together do not come back together.
    backoff: { type: "exponential", delay: plan.backoffMs, jitter: 0.5 },
    removeOnComplete: { age: Math.ceil(plan.keepCompletedMs / 1000) },
    // The failed set is the dead letter box: nothing in it goes by itself.
    removeOnFail: false,
    stackTraceLimit: 5,
  };
}
