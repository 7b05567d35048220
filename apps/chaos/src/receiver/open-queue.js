import { createWebhookQueue, createWebhookWorker } from "@numipay/bullmq";
import { createReceiver } from "@numipay/core";
import { withFault, withSteps } from "./steps.js";

/**
 * A worker to which handlers are added before it starts, and a fault for the job that it takes next.
 *
 * @typedef {{ on: import("@numipay/core").EventRegistry["on"], start(): unknown, arm(fault: string): void }} QueueWorker
 */

/** The published queue and its worker in one process, with the steps around the worker's inbox. */
export function openQueue({ storePort, inbox, lockMs }) {
  const connection = { host: "127.0.0.1", port: storePort };
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
  const worker = createWebhookWorker({ connection, lockMs, onDeadLetter: quiet, webhook });
  return {
    inbox: queue.inbox,
    worker: {
      on: registry.on.bind(registry),
      start: () => worker.start(),
      arm(next) {
        fault = next;
      },
    },
    async close() {
      await worker.close();
      await queue.close();
    },
  };
}
