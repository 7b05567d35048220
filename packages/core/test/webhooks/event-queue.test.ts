import { describe, expect, test } from "vitest";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { delivery, password, transaction } from "./stage.js";

const origin = {
  source: "webhook",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
} as const;

/** A webhook in front of a queue that is a list. */
function openFront(options: Partial<WebhookOptions> = {}) {
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
  test("says queued once the event is stored, and at each delivery again: the queue tells repetitions", async () => {
    const { stored, reports, receiver } = openFront();
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

  test("answers 503 where the queue did not store it, with what the queue threw", async () => {
    const error = new Error("no store");
    const { reports, receiver } = openFront({ queue: { add: () => Promise.reject(error) } });
    expect(await receiver.receive(delivery(transaction))).toMatchObject({ status: 503 });
    expect(reports).toMatchObject([{ outcome: "inbox-unavailable", error }]);
  });

  test("stores nothing that is not the gateway's", async () => {
    const { stored, receiver } = openFront();
    const forged = delivery(transaction, { headers: { "x-signature": "A".repeat(40) } });
    expect(await receiver.receive(forged)).toMatchObject({ outcome: "bad-signature" });
    expect(stored).toEqual([]);
  });

  test("without an inbox refuses handlers, for nobody would call them", () => {
    const { receiver } = openFront();
    expect(() => receiver.on("*", () => undefined)).toThrow(/^queue: .*Add it to the worker/);
  });

  test("without an inbox applies nothing: a worker that is given it by mistake loses no event", async () => {
    const { receiver } = openFront();
    expect(await receiver.apply(transaction, origin)).toMatchObject({
      outcome: "inbox-unavailable",
      error: { option: "inbox" },
    });
  });

  test("with an inbox has handlers, which a worker's apply calls and no delivery does", async () => {
    const { stored, receiver } = openFront({ inbox: memoryInbox() });
    const told: string[] = [];
    receiver.on("deposit.*", ({ tracking_id }) => void told.push(tracking_id));
    expect(await receiver.receive(delivery(transaction))).toMatchObject({ outcome: "queued" });
    expect([stored.length, told]).toEqual([1, []]);
    for (const outcome of ["processed", "duplicate"]) {
      expect(await receiver.apply(transaction, origin)).toMatchObject({ outcome });
    }
    expect(told).toEqual(["o-1"]);
  });

  test("refuses a queue that cannot store", () => {
    for (const queue of [{}, null, "redis://127.0.0.1"]) {
      expect(() => openFront({ queue } as never)).toThrow(/^queue: must have an `add`/);
    }
  });
});
