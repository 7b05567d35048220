import { InvalidOptionError, type Transaction } from "@numipay/core";
import type { Job, Queue } from "bullmq";
import { readAccount, readEvent, type WebhookJobData } from "./webhook-job.js";

/** An event that no try could apply. It stays until it is replayed. */
export interface DeadLetter {
  id: string;
  /** The merchant account; `"default"` for the unnamed one. Undefined where the job names none. */
  account: string | undefined;
  /** Undefined where somebody else put a job without an event into the queue. */
  event: Transaction | undefined;
  /** Why the last try failed. */
  reason: string;
  /** How often it was tried. */
  attempts: number;
  enqueuedAt: Date;
  failedAt: Date;
}

/** What a replay came to. */
export interface ReplayResult {
  /** The ids that workers will try again, from the first attempt on. */
  replayed: string[];
  /** The ids under which there is no dead letter (any more). */
  missing: string[];
}

/** Reads as many at once; a long list is read in pieces. */
const pageSize = 100;

/** A failed job as a dead letter. */
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
 * The dead letters, the latest first.
 *
 * @throws InvalidOptionError for a range that is none
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

/** Gives dead letters back to the workers: those named, or all there are when it is called. */
export async function replayDeadLetters(
  queue: Queue<WebhookJobData>,
  ids: readonly string[] | undefined,
): Promise<ReplayResult> {
  const replay: ReplayResult = { replayed: [], missing: [] };
  // All ids before the first replay: one that fails again at once must not come round a second time.
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

/** Moves one dead letter back to the queue, as if it was never tried; false where there is none under the id. */
export async function replayOne(queue: Queue<WebhookJobData>, id: string): Promise<boolean> {
  const job = await queue.getJob(id);
  if (job === undefined || !(await job.isFailed())) return false;
  try {
    await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    return true;
  } catch (error) {
    // Somebody else replayed it in between: two deliveries may find the same dead letter at once.
    if (!(await job.isFailed())) return false;
    throw error;
  }
}
