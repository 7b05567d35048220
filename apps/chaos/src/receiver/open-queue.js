import { createWebhookQueue, createWebhookWorker } from "@numipay/bullmq";
import { createReceiver } from "@numipay/core";
import { withFault, withSteps } from "./steps.js";

/** How many jobs a worker has under way at once: many, so that one kill hits many. */
const concurrency = 50;

/**
 * A queue, and its worker to which handlers are added before it starts; `arm` has a fault for the job that it takes next.
 *
 * @typedef {ReturnType<typeof openQueue>} OpenQueue
 */

/** The published queue and its worker in one process, with the steps around the worker's inbox. */
export function openQueue({ redisPort, inbox, lockMs }) {
  const connection = { host: "127.0.0.1", port: redisPort };
  const quiet = () => undefined;
  const queue = createWebhookQueue({ connection, backoffMs: 100, timeoutMs: 2000, onRisk: quiet });
  const registry = createReceiver({
    inbox: withSteps(inbox),
    onOutcome: quiet,
    signaturePassword: quiet,
  });
  /** @type {string | undefined} */
  let fault;
  const webhook = {
    ...registry,
    apply(event, origin) {
      const played = fault;
      fault = undefined;
      return withFault(played, () => registry.apply(event, origin));
    },
  };
  const worker = createWebhookWorker({
    connection,
    concurrency,
    lockMs,
    onDeadLetter: quiet,
    webhook,
  });
  return {
    inbox: queue.inbox,
    worker: {
      on: registry.on.bind(registry),
      start: () => worker.start(),
      arm(next) {
        fault = next;
      },
    },
    /** What an operator does with what was given up, once things are well again. */
    replay: () => queue.replayDeadLetters(),
    async close() {
      await worker.close();
      await queue.close();
    },
  };
}
