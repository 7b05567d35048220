import type { Change, EventQueue, UnreadableStore } from "@numipay/core";
import { notify, type NumipayLogger, trace } from "@numipay/core/protocol";
import { Queue } from "bullmq";
import {
  type DeadLetter,
  listDeadLetters,
  type ReplayResult,
  replayDeadLetters,
  replayOne,
} from "./dead-letters.js";
import { findRedisRisks } from "./find-redis-risks.js";
import { queueUnreadable } from "./queue-unreadable.js";
import { toAddMessage } from "./queue-messages.js";
import { toQueueSettings, type WebhookQueueOptions } from "./queue-options.js";
import { pingByWrite, redactFailure, withTimeout } from "./redis-call.js";
import { createLinkLog, failAtOnce, toEndableLink } from "./redis-link.js";
import {
  defaultQueueName,
  toJobData,
  toJobId,
  toJobName,
  toJobOptions,
  type WebhookJobData,
  withCarrier,
} from "./webhook-job.js";

/** A queue of verified events between a webhook and its workers. */
export interface WebhookQueue extends EventQueue {
  /** Stores an event before the gateway gets a 200. Rejects if Redis does not store it within `timeoutMs` (the delivery gets a 503). */
  add(change: Change): Promise<void>;
  /** Rejects with the reason when Redis cannot store events: it is unreachable, read-only or full. Writes a key that expires at once. */
  ping(): Promise<void>;
  /** Stores signed deliveries that the contract cannot read, for the `unreadable` API of a webhook without an inbox. */
  readonly unreadable: UnreadableStore;
  /** Lists the events that exhausted their attempts, newest first. `limit` defaults to `100`. */
  listDeadLetters(range?: { offset?: number; limit?: number }): Promise<DeadLetter[]>;
  /** Queues dead letters again with a full set of attempts. Defaults to all of them. */
  replayDeadLetters(options?: { ids?: readonly string[] }): Promise<ReplayResult>;
  /** Closes the connection to Redis, within five seconds if Redis does not respond. Stored events stay in the queue. */
  close(): Promise<void>;
}

/**
 * Creates a queue on BullMQ. Warns if the settings of Redis can lose events.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const queue = createWebhookQueue({ connection: { url: process.env.REDIS_URL } });
 * app.use(numipayWebhook({ queue }));
 */
export function createWebhookQueue(options: WebhookQueueOptions): WebhookQueue {
  const settings = toQueueSettings(options);
  const { queue, close } =
    options.queue === undefined
      ? openQueue(options, settings.logger)
      : { queue: options.queue, close: () => Promise.resolve() };
  void reportRisks(queue, settings.onRisk);

  const store = async (change: Change, event: WebhookJobData, carrier: unknown): Promise<void> => {
    const data = withCarrier(event, carrier);
    const id = toJobId(change);
    const { timestamp } = await queue.add(toJobName(data), data, toJobOptions(id, settings));
    // BullMQ ignores a job whose id exists, also when that job is a dead letter. A new delivery then replays it.
    if ((await queue.getJobState(id)) !== "failed") return;
    // Skip the job that was just added: it may already have exhausted its attempts.
    const stored = await queue.getJob(id);
    if (stored !== undefined && stored.timestamp !== timestamp) await replayOne(queue, id);
  };

  const attempt = <Value>(stored: Promise<Value>): Promise<Value> =>
    redactFailure("queue", withTimeout(stored, settings.timeoutMs));

  return {
    async add(change) {
      const data = toJobData(change);
      return trace(
        "numipay.queue.add",
        () => toAddMessage(queue.name, data),
        (message) => attempt(store(change, data, message?.carrier)),
      );
    },
    ping: () => attempt(pingByWrite(queue)),
    unreadable: queueUnreadable(queue, attempt),
    listDeadLetters: (range = {}) => listDeadLetters(queue, range),
    replayDeadLetters: ({ ids } = {}) => replayDeadLetters(queue, ids),
    close,
  };
}

interface OpenQueue {
  queue: Queue<WebhookJobData>;
  close(): Promise<void>;
}

function openQueue(
  { connection, name, prefix }: WebhookQueueOptions & { queue?: undefined },
  logger: NumipayLogger,
): OpenQueue {
  const link = toEndableLink(connection, failAtOnce);
  const queue = new Queue<WebhookJobData>(name ?? defaultQueueName, {
    connection: link.connection,
    ...(prefix === undefined ? {} : { prefix }),
  });
  // Without a listener, an "error" event would end the process.
  const log = createLinkLog("the webhook queue", logger);
  queue.on("error", log);
  return {
    queue,
    // No event is buffered in this process, so a failed close loses nothing.
    close: () => link.end(queue).catch(log),
  };
}

async function reportRisks(queue: Queue, onRisk: (risk: string) => unknown): Promise<void> {
  try {
    const client = await queue.getBackend().client;
    for (const risk of findRedisRisks(await client.info())) notify("onRisk", onRisk, risk);
  } catch {
    // Redis is unreachable, in which case each delivery reports it, or INFO is not permitted.
  }
}
