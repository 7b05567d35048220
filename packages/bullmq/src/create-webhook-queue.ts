import type { Change, EventQueue, UnreadableStore } from "@numipay/core";
import { notify, toPrintable } from "@numipay/core/protocol";
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
import { toQueueSettings, type WebhookQueueOptions } from "./queue-options.js";
import { createLinkLog, failAtOnce, toEndableLink, toMessage, withTimeout } from "./redis-link.js";
import {
  defaultQueueName,
  toJobData,
  toJobId,
  toJobName,
  toJobOptions,
  type WebhookJobData,
} from "./webhook-job.js";

/** A queue of verified events: a webhook fills it, workers empty it. */
export interface WebhookQueue extends EventQueue {
  /** Stores an event before the gateway gets its 200; rejects (503) where Redis does not take it in time. */
  add(change: Change): Promise<void>;
  /** Rejects when Redis cannot be reached. */
  ping(): Promise<void>;
  /** The signed deliveries that are no transaction by the contract, for `webhook.unreadable` of a webhook without an inbox. */
  readonly unreadable: UnreadableStore;
  /** The events that no try could apply, the latest first; 100 where no limit is given. */
  listDeadLetters(range?: { offset?: number; limit?: number }): Promise<DeadLetter[]>;
  /** Has dead letters tried again from the first attempt on: those of the ids, or all. */
  replayDeadLetters(options?: { ids?: readonly string[] }): Promise<ReplayResult>;
  /** Ends the connection to Redis. What is stored stays. */
  close(): Promise<void>;
}

/**
 * A queue on BullMQ. Where Redis is set up such that it can lose events, it warns.
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
      ? openQueue(options)
      : { queue: options.queue, close: () => Promise.resolve() };
  void reportRisks(queue, settings.onRisk);

  const store = async (change: Change): Promise<void> => {
    const data = toJobData(change);
    const id = toJobId(change);
    const { timestamp } = await queue.add(toJobName(data), data, toJobOptions(id, settings));
    // BullMQ adds nothing where the id is taken, and a dead letter takes it too: the gateway's next delivery revives it.
    if ((await queue.getJobState(id)) !== "failed") return;
    // Unless it is this delivery's own job, whose tries have all failed meanwhile.
    const stored = await queue.getJob(id);
    if (stored !== undefined && stored.timestamp !== timestamp) await replayOne(queue, id);
  };

  const attempt = <Value>(stored: Promise<Value>): Promise<Value> =>
    orUnstored(withTimeout(stored, settings.timeoutMs));

  return {
    add: (change) => attempt(store(change)),
    async ping() {
      await attempt(queue.getJobCountByTypes("failed"));
    },
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

function openQueue({
  connection,
  name,
  prefix,
}: WebhookQueueOptions & { queue?: undefined }): OpenQueue {
  const link = toEndableLink(connection, failAtOnce);
  const queue = new Queue<WebhookJobData>(name ?? defaultQueueName, {
    connection: link.connection,
    ...(prefix === undefined ? {} : { prefix }),
  });
  // Without a listener BullMQ's errors would end the process; each delivery that cannot be stored is told of besides.
  const log = createLinkLog("the webhook queue");
  queue.on("error", log);
  return {
    queue,
    // Nothing waits in this process: a goodbye that Redis does not hear loses nothing.
    close: () => link.end(queue).catch(log),
  };
}

/** What Redis threw is told in words: the error itself holds the command. */
async function orUnstored<Value>(stored: Promise<Value>): Promise<Value> {
  try {
    return await stored;
  } catch (error) {
    // oxlint-disable-next-line preserve-caught-error -- the cause would bring the command along
    throw new Error(`The webhook queue cannot be reached: ${toPrintable(toMessage(error), 1_000)}`);
  }
}

async function reportRisks(queue: Queue, onRisk: (risk: string) => unknown): Promise<void> {
  try {
    const client = await queue.getBackend().client;
    for (const risk of findRedisRisks(await client.info())) notify("onRisk", onRisk, risk);
  } catch {
    // Nobody to ask yet, or not allowed to: a queue that cannot be reached is told of at each delivery.
  }
}
