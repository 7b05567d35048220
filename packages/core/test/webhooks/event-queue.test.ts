import { describe, expect, it } from "vitest";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { delivery, password, transaction } from "./fixture.js";

const origin = {
  source: "webhook",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
} as const;

// Decision 0008: a queue is an option of the webhook.

/** Creates a webhook whose queue is an array. */
function createQueuedWebhook(options: Partial<WebhookOptions> = {}) {
  const stored: string[] = [];
  const reports: OutcomeReport[] = [];
  const receiver = createReceiver({
    signaturePassword: password,
    queue: { add: async ({ content }) => void stored.push(content) },
    onOutcome: (report) => void reports.push(report),
    ...options,
  });
  return { stored, reports, receiver };
}

describe("a webhook in front of a queue", () => {
  it("queues every delivery", async () => {
    const { stored, reports, receiver } = createQueuedWebhook();
    for (let time = 0; time < 2; time += 1) {
      expect(await receiver.receive(delivery(transaction))).toMatchObject({
        outcome: "queued",
        status: 200,
      });
    }
    expect(stored.map((content) => JSON.parse(content) as unknown)).toEqual([
      transaction,
      transaction,
    ]);
    expect(reports[0]).toMatchObject({
      outcome: "queued",
      status: 200,
      eventType: "deposit.successful",
      matched: "raw",
      handlers: undefined,
    });
  });

  it("responds with 503 if the queue fails", async () => {
    const error = new Error("no store");
    const { reports, receiver } = createQueuedWebhook({
      queue: { add: () => Promise.reject(error) },
    });
    expect(await receiver.receive(delivery(transaction))).toMatchObject({ status: 503 });
    expect(reports).toMatchObject([{ outcome: "inbox-unavailable", error }]);
  });

  it("stores no unverified delivery", async () => {
    const { stored, receiver } = createQueuedWebhook();
    const forged = delivery(transaction, { headers: { "x-signature": "A".repeat(40) } });
    expect(await receiver.receive(forged)).toMatchObject({ outcome: "bad-signature" });
    expect(stored).toEqual([]);
  });

  it("rejects handlers without an inbox", () => {
    const { receiver } = createQueuedWebhook();
    expect(() => receiver.on("*", () => undefined)).toThrow(
      /^queue .*Add the handler to the worker/,
    );
  });

  it("applies nothing without an inbox", async () => {
    const { receiver } = createQueuedWebhook();
    expect(await receiver.apply(transaction, origin)).toMatchObject({
      outcome: "inbox-unavailable",
      error: { option: "inbox" },
    });
  });

  it("calls handlers only from apply", async () => {
    const { stored, receiver } = createQueuedWebhook({ inbox: memoryInbox() });
    const applied: string[] = [];
    receiver.on("deposit.*", ({ tracking_id }) => void applied.push(tracking_id));
    expect(await receiver.receive(delivery(transaction))).toMatchObject({ outcome: "queued" });
    expect([stored.length, applied]).toEqual([1, []]);
    for (const outcome of ["processed", "duplicate"]) {
      expect(await receiver.apply(transaction, origin)).toMatchObject({ outcome });
    }
    expect(applied).toEqual(["o-1"]);
  });

  it("rejects an invalid queue", () => {
    for (const queue of [{}, null, "redis://127.0.0.1"]) {
      expect(() => createQueuedWebhook({ queue } as never)).toThrow(
        /^queue must have an add method/,
      );
    }
  });
});
