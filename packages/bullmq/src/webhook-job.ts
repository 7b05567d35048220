import { createHash } from "node:crypto";
import { type Change, eventType, type Transaction } from "@numipay/core";
import { isIdentified } from "@numipay/core/protocol";
import type { Job, JobsOptions } from "bullmq";

/** What a job of the queue carries. */
export interface WebhookJobData {
  /** A verified event, as the gateway signed it. */
  event: Transaction;
  /** The merchant account that it was received for. Defaults to the worker's. */
  account?: string | undefined;
}

/** The queue's name where none is given; workers find the queue by it. */
export const defaultQueueName = "numipay-webhooks";

/** How often and when a job is tried, and how long a finished one is remembered. */
export interface RetryPlan {
  attempts: number;
  backoffMs: number;
  keepCompletedMs: number;
}

/** The event of a change, whose content is the whole of it, and its account. */
export function toJobData({ account, content }: Change): WebhookJobData {
  return { event: JSON.parse(content) as Transaction, account };
}

/** The event of a job, or undefined where somebody else put something else into the queue. */
export function readEvent({ data }: Pick<Job<unknown>, "data">): Transaction | undefined {
  const event = (data as Partial<WebhookJobData> | null | undefined)?.event;
  // It was read by the contract of the webhook, under which any other field may be missing.
  return isIdentified(event) ? event : undefined;
}

/** The account of a job; undefined where it names none, or something that is no text. */
export function readAccount({ data }: Pick<Job<unknown>, "data">): string | undefined {
  const account = (data as Partial<WebhookJobData> | null | undefined)?.account;
  return typeof account === "string" ? account : undefined;
}

/** The job's name, which boards show. */
export function toJobName({ event }: WebhookJobData): string {
  return eventType(event);
}

/**
 * One id for one content of one account's change: BullMQ adds no second job under it, so fifteen deliveries of a change are
 * one job. Another content is another job: the worker's inbox must see it to call it a conflict.
 */
export function toJobId({ key, content }: Change): string {
  // As JSON, which keeps the two apart, and escapes the half of a surrogate pair that UTF-8 would replace.
  const identity = JSON.stringify([key, content]);
  return `numipay-${createHash("sha256").update(identity).digest("hex")}`;
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
