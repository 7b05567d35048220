import {
  createWebhookQueue,
  createWebhookWorker,
  type WebhookWorkerOptions,
} from "@numipay/bullmq";
import { memoryInbox, numipayWebhook } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { Redis } from "ioredis";
import { onTestFinished, vi } from "vitest";
import { createRecorder } from "./fixture.js";

const signaturePassword = "a-signature-password-of-30-chars";

/** Opens a webhook on a queue of its own Redis, and a worker that records what it handles. */
export function openAll(
  place: Pick<WebhookWorkerOptions, "connection"> & { prefix?: string },
  handler: () => unknown = () => undefined,
) {
  const queue = createWebhookQueue({ ...place, timeoutMs: 1000, onRisk: () => undefined });
  const worker = createWebhookWorker({ ...place, inbox: memoryInbox(), lockMs: 1000 });
  const handled = createRecorder<string>();
  worker.on("*", async ({ transaction_id }) => {
    handled.add(transaction_id);
    await handler();
  });
  const webhook = numipayWebhook({ signaturePassword, queue, onOutcome: () => undefined });
  const deliver = async (event = exampleTransaction()): Promise<number> => {
    const delivery = signDelivery(event, { signaturePassword });
    return (await webhook.fetch(new Request("http://shop.test/", delivery))).status;
  };
  return { queue, worker, webhook, handled, deliver };
}

/** Opens a client as BullMQ needs it, closed after the test. */
export function openClient(port: number, options: object = {}): Redis {
  const client = new Redis(port, { maxRetriesPerRequest: null, ...options });
  client.on("error", () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

/** Connection errors are expected. */
export function muteErrors(): void {
  const errorLog = vi.spyOn(console, "error").mockReturnValue();
  onTestFinished(() => errorLog.mockRestore());
}
