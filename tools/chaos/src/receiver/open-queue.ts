import type { WebhookWorker } from "@numipay/bullmq";
import type { Tx } from "./engines.js";
import type { EventRegistry } from "@numipay/core";
import { createWebhookQueue, createWebhookWorker } from "@numipay/bullmq";
import { withFault } from "./steps.js";

/** How many jobs a worker has under way at once: many, so that one kill hits many. */
const concurrency = 50;

/** The published queue, for a webhook to fill; `work` opens its worker. */
export type OpenQueue = ReturnType<typeof openQueue>;

export function openQueue({ redisPort, lockMs }) {
  const connection = { host: "127.0.0.1", port: redisPort };
  const quiet = () => undefined;
  const queue = createWebhookQueue({ connection, backoffMs: 100, timeoutMs: 2000, onRisk: quiet });
  let worker: WebhookWorker<Tx> | undefined;
  let fault: string | undefined;
  return {
    queue,
    /** Starts a worker that applies by the webhook's inbox and handlers. */
    work(webhook: EventRegistry<Tx>) {
      const armed = {
        ...webhook,
        apply(event, origin) {
          const played = fault;
          fault = undefined;
          return withFault(played, () => webhook.apply(event, origin));
        },
      };
      const options = { connection, concurrency, lockMs, onDeadLetter: quiet, webhook: armed };
      worker = createWebhookWorker(options);
      worker.start();
    },
    /** Has a fault for the job that the worker takes next. */
    arm(next) {
      fault = next;
    },
    /** What an operator does with what was given up, once things are well again. */
    replay: () => queue.replayDeadLetters(),
    async close() {
      await worker?.close();
      await queue.close();
    },
  };
}
