import { createHash } from "node:crypto";
import { type Change, eventType, type Transaction } from "@numipay/core";
import { isIdentified } from "@numipay/core/protocol";
import type { Job, JobsOptions } from "bullmq";
import { type Carrier, toCarrier } from "./carrier.js";

/** The data of a job. */
export interface WebhookJobData {
  /** The verified event, as the gateway signed it. */
  event: Transaction;
  /** The merchant account it was received for. Defaults to the worker's. */
  account?: string | undefined;
  /** The trace context of the delivery, if a subscriber of the tracing channel `numipay.queue.add` added one. Not part of the job's id. */
  carrier?: Carrier | undefined;
}

/** The default name of the queue, shared by webhooks and workers. */
export const defaultQueueName = "numipay-webhooks";

/** When a job is retried, and how long a completed one is kept. */
export interface RetryPlan {
  attempts: number;
  backoffMs: number;
  keepCompletedMs: number;
}

/** The job data of a change. Its content is the complete event. */
export function toJobData({ account, content }: Change): WebhookJobData & { account: string } {
  return { event: JSON.parse(content) as Transaction, account };
}

/** Adds a trace context to the job data. An empty or too large one is not stored. */
export function withCarrier(data: WebhookJobData, filled: unknown): WebhookJobData {
  const carrier = toCarrier(filled);
  return Object.keys(carrier).length === 0 ? data : { ...data, carrier };
}

/** The trace context of a job; empty if it has none. */
export function readCarrier({ data }: Pick<Job<unknown>, "data">): Carrier {
  return toCarrier((data as Partial<WebhookJobData> | null | undefined)?.carrier);
}

/** The event of a job. Undefined if something else added the job. */
export function readEvent({ data }: Pick<Job<unknown>, "data">): Transaction | undefined {
  const event = (data as Partial<WebhookJobData> | null | undefined)?.event;
  // The webhook's contract may allow any other field to be missing.
  return isIdentified(event) ? event : undefined;
}

/** The account of a job. Undefined if it is missing or not a string. */
export function readAccount({ data }: Pick<Job<unknown>, "data">): string | undefined {
  const account = (data as Partial<WebhookJobData> | null | undefined)?.account;
  return typeof account === "string" ? account : undefined;
}

/** The job's name, as dashboards show it. */
export function toJobName({ event }: WebhookJobData): string {
  return eventType(event);
}

/**
 * The id of a change with its account and content. BullMQ adds no second job with the same id, so repeated deliveries add
 * one job. Different content is a separate job, so that the worker's inbox can report the conflict.
 */
export function toJobId({ key, content }: Change): string {
  // JSON separates the two and escapes lone surrogates, which UTF-8 would replace.
  const identity = JSON.stringify([key, content]);
  return `numipay-${createHash("sha256").update(identity).digest("hex")}`;
}

/** BullMQ's job options. They are stored with the job, so they apply to every worker. */
export function toJobOptions(jobId: string, plan: RetryPlan): JobsOptions {
  return {
    jobId,
    attempts: plan.attempts,
    // Half of each wait is random, so that jobs that failed together are not retried together.
    backoff: { type: "exponential", delay: plan.backoffMs, jitter: 0.5 },
    removeOnComplete: { age: Math.ceil(plan.keepCompletedMs / 1000) },
    // The failed set holds the dead letters; they are never removed automatically.
    removeOnFail: false,
    stackTraceLimit: 5,
  };
}
