import { InvalidOptionError, type Transaction } from "@numipay/core";
import type { Job, Queue } from "bullmq";
import { readAccount, readEvent, type WebhookJobData } from "./webhook-job.js";

/** An event that exhausted its attempts. It is kept until it is replayed. */
export interface DeadLetter {
  id: string;
  /** The merchant account; `"default"` for the unnamed one. Undefined if the job has none. */
  account: string | undefined;
  /** Undefined if the job has no event because something else added it. */
  event: Transaction | undefined;
  /** Why the last attempt failed. */
  reason: string;
  /** How many attempts were made. */
  attempts: number;
  enqueuedAt: Date;
  failedAt: Date;
}

/** The result of a replay. */
export interface ReplayResult {
  /** The ids that were queued again. */
  replayed: string[];
  /** The ids without a dead letter: unknown, or already replayed. */
  missing: string[];
}

/** Long lists are read in pages. */
const pageSize = 100;

/** Converts a failed job. */
export function toDeadLetter(job: Job): DeadLetter {
  return {
    id: job.id ?? "",
    account: readAccount(job),
    event: readEvent(job),
    reason: job.failedReason ?? "unknown",
    attempts: job.attemptsMade,
    enqueuedAt: new Date(job.timestamp),
    failedAt: new Date(job.finishedOn ?? job.timestamp),
  };
}

/**
 * Lists dead letters, newest first.
 *
 * @throws InvalidOptionError when `offset` or `limit` is not valid
 */
export async function listDeadLetters(
  queue: Queue<WebhookJobData>,
  { offset = 0, limit = pageSize }: { offset?: number | undefined; limit?: number | undefined },
): Promise<DeadLetter[]> {
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new InvalidOptionError("offset", "must be a whole number of at least 0.");
  }
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new InvalidOptionError("limit", "must be a whole number of at least 1.");
  }
  const jobs = await queue.getFailed(offset, offset + limit - 1);
  return jobs.map(toDeadLetter);
}

/** Queues dead letters again: the given ids, or all that exist when it is called. */
export async function replayDeadLetters(
  queue: Queue<WebhookJobData>,
  ids: readonly string[] | undefined,
): Promise<ReplayResult> {
  const replay: ReplayResult = { replayed: [], missing: [] };
  // Read all ids before the first replay, so that one that fails again at once is not replayed twice.
  for (const id of ids ?? (await findAllIds(queue))) {
    const isReplayed = await replayOne(queue, id);
    (isReplayed ? replay.replayed : replay.missing).push(id);
  }
  return replay;
}

async function findAllIds(queue: Queue<WebhookJobData>): Promise<string[]> {
  const ids = new Set<string>();
  for (let offset = 0; ; offset += pageSize) {
    const jobs = await queue.getFailed(offset, offset + pageSize - 1);
    for (const { id } of jobs) if (id !== undefined) ids.add(id);
    if (jobs.length < pageSize) return [...ids];
  }
}

/** Moves one dead letter back to the queue with a full set of attempts. Returns false if there is none with this id. */
export async function replayOne(queue: Queue<WebhookJobData>, id: string): Promise<boolean> {
  const job = await queue.getJob(id);
  if (job === undefined || !(await job.isFailed())) return false;
  try {
    await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    return true;
  } catch (error) {
    // Two deliveries may replay the same dead letter at once.
    if (!(await job.isFailed())) return false;
    throw error;
  }
}
