import { createWebhookQueue, createWebhookWorker, type WebhookWorker } from "@numipay/bullmq";
import type { EventRegistry } from "@numipay/core";
import { withFault } from "./steps.js";

/** How many jobs a worker processes at once: many, so that one kill interrupts many. */
const concurrency = 50;

export interface QueueOptions {
  redisPort: number;
  lockMs: number;
}

export type OpenQueue = ReturnType<typeof openQueue>;

/** Opens the published queue for a webhook. `work` starts its worker. */
export function openQueue({ redisPort, lockMs }: QueueOptions) {
  const connection = { host: "127.0.0.1", port: redisPort };
  const ignore = () => undefined;
  const queue = createWebhookQueue({ connection, backoffMs: 100, timeoutMs: 2000, onRisk: ignore });
  let worker: WebhookWorker<unknown> | undefined;
  let armedFault: string | undefined;
  return {
    queue,
    /** Starts a worker that applies events through the webhook's inbox and handlers. */
    work(webhook: EventRegistry<unknown>) {
      const webhookWithFaults: EventRegistry<unknown> = {
        ...webhook,
        apply(event, origin) {
          const fault = armedFault;
          armedFault = undefined;
          return withFault(fault, () => webhook.apply(event, origin));
        },
      };
      worker = createWebhookWorker({
        connection,
        concurrency,
        lockMs,
        onDeadLetter: ignore,
        webhook: webhookWithFaults,
      });
      worker.start();
    },
    /** Arms a fault for the next job of the worker. */
    arm(fault: string) {
      armedFault = fault;
    },
    /** Replays the dead letters, as an operator does after an outage. */
    replay: () => queue.replayDeadLetters(),
    async close() {
      await worker?.close();
      await queue.close();
    },
  };
}
