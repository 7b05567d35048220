import { createWebhookQueue, createWebhookWorker } from "@numipay/bullmq";
import { withFault } from "./steps.js";

/** How many jobs a worker has under way at once: many, so that one kill hits many. */
const concurrency = 50;

/**
 * The published queue, for a webhook to fill; `work` opens its worker.
 *
 * @typedef {ReturnType<typeof openQueue>} OpenQueue
 */
export function openQueue({ redisPort, lockMs }) {
  const connection = { host: "127.0.0.1", port: redisPort };
  const quiet = () => undefined;
  const queue = createWebhookQueue({ connection, backoffMs: 100, timeoutMs: 2000, onRisk: quiet });
  /** @type {import("@numipay/bullmq").WebhookWorker<import("./engines.js").Tx> | undefined} */
  let worker;
  /** @type {string | undefined} */
  let fault;
  return {
    queue,
    /**
     * Starts a worker that applies by the webhook's inbox and handlers.
     *
     * @param {import("@numipay/core").EventRegistry<import("./engines.js").Tx>} webhook
     */
    work(webhook) {
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
