import { tracingChannel } from "node:diagnostics_channel";
import { memoryInbox, type TelemetryMessages } from "@numipay/core";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createWebhookProcessor } from "@numipay/bullmq";
import { describeWithRedis, openFixture, openWorker } from "./fixture.js";

type AddMessage = TelemetryMessages["numipay.queue.add"];
type ProcessMessage = TelemetryMessages["numipay.queue.process"];

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/** Subscribes to one event of a channel until the test ends. */
function subscribe<Message>(
  name: string,
  event: "start" | "asyncEnd",
  react: (message: Message) => void,
): void {
  const subscriber = (message: unknown): void => react(message as Message);
  const channel = tracingChannel(name)[event];
  channel.subscribe(subscriber);
  onTestFinished(() => {
    channel.unsubscribe(subscriber);
  });
}

const onAdd = (react: (message: AddMessage) => void): void =>
  subscribe("numipay.queue.add", "start", react);

/** Collects the last message of each attempt. */
function collectProcessed(): ProcessMessage[] {
  const messages: ProcessMessage[] = [];
  subscribe("numipay.queue.process", "asyncEnd", (message: ProcessMessage) =>
    messages.push({ ...message }),
  );
  return messages;
}

describeWithRedis("an event that is added to a queue", () => {
  it("publishes what it is", async () => {
    const { deliver } = await openFixture();
    const event = exampleTransaction();
    const added: AddMessage[] = [];
    onAdd((message) => added.push({ ...message }));
    await deliver(event, "shop-2");
    const { transaction_id, tracking_id } = event;
    expect(added).toEqual([
      {
        queue: "numipay-webhooks",
        eventType: "deposit.successful",
        account: "shop-2",
        transaction_id,
        tracking_id,
        carrier: {},
      },
    ]);
  });

  it("takes the trace context to its worker", async () => {
    const fixture = await openFixture();
    onAdd(({ carrier }) => Object.assign(carrier, { traceparent }));
    const processed = collectProcessed();
    const { worker, reports } = openWorker(fixture);
    const event = exampleTransaction();
    await fixture.deliver(event);
    const [job] = await fixture.bull.getWaiting();
    expect(job?.data).toMatchObject({ account: "default", carrier: { traceparent } });
    worker.on("*", () => undefined).start();
    await reports.reach(1);
    await expect.poll(() => processed).toHaveLength(1);
    expect(processed).toEqual([
      {
        queue: "numipay-webhooks",
        jobId: job?.id,
        attempt: 1,
        carrier: { traceparent },
        eventType: "deposit.successful",
        account: "default",
        transaction_id: event.transaction_id,
        outcome: "processed",
        isDeadLetter: false,
      },
    ]);
  });

  it("stores no empty and no large trace context", async () => {
    const { deliver, bull } = await openFixture();
    await deliver(exampleTransaction());
    onAdd(({ carrier }) => Object.assign(carrier, { baggage: "x".repeat(2_000) }));
    await deliver(exampleTransaction());
    for (const { data } of await bull.getWaiting()) expect(data).not.toHaveProperty("carrier");
  });

  it("has the same id with another trace context", async () => {
    const { deliver, bull } = await openFixture();
    const event = exampleTransaction();
    await deliver(event);
    onAdd(({ carrier }) => Object.assign(carrier, { traceparent }));
    expect(await deliver(event)).toBe(200);
    expect(await bull.getWaitingCount()).toBe(1);
  });

  it("reports that Redis did not store it", async () => {
    const { deliver, line } = await openFixture({ timeoutMs: 200 });
    await deliver(exampleTransaction());
    const ended: AddMessage[] = [];
    subscribe("numipay.queue.add", "asyncEnd", (message: AddMessage) => ended.push(message));
    await line.cut();
    expect(await deliver(exampleTransaction())).toBe(503);
    expect(ended).toMatchObject([{ error: { name: "Error" } }]);
  });
});

describeWithRedis("an attempt of a worker", () => {
  it("publishes which one is the last", async () => {
    const fixture = await openFixture({ attempts: 2 });
    const processed = collectProcessed();
    const { worker, deadLetters } = openWorker(fixture);
    worker.on("*", () => {
      throw new Error("no such order");
    });
    worker.start();
    await fixture.deliver(exampleTransaction());
    await deadLetters.reach(1);
    expect(processed).toMatchObject([
      { attempt: 1, outcome: "handler-failed", isDeadLetter: false, error: { name: "Error" } },
      { attempt: 2, outcome: "handler-failed", isDeadLetter: true },
    ]);
  });

  it("processes a job of an older version, without a trace context", async () => {
    const fixture = await openFixture();
    const processed = collectProcessed();
    const { worker, reports } = openWorker(fixture, { inbox: memoryInbox() });
    await fixture.bull.add("deposit.successful", {
      event: exampleTransaction(),
      account: "default",
    });
    worker.start();
    await reports.reach(1);
    await expect.poll(() => processed).toMatchObject([{ carrier: {}, outcome: "unhandled" }]);
  });
});

describe("a processor", () => {
  const job = (data: unknown) =>
    ({ data, queueName: "q", id: "j-1", attemptsMade: 0, opts: { attempts: 3 } }) as never;

  it("does not trust a stored trace context", async () => {
    const processed = collectProcessed();
    const process = createWebhookProcessor({
      apply: async () => ({ outcome: "processed" }) as never,
    });
    const event = exampleTransaction();
    for (const carrier of ["text", [1], { traceparent: 1 }, { a: "x".repeat(2_000) }]) {
      await process(job({ event, carrier }));
    }
    expect(processed.map(({ carrier }) => carrier)).toEqual([{}, {}, {}, {}]);
  });

  it("reports a job without an event as a dead letter", async () => {
    const processed = collectProcessed();
    const process = createWebhookProcessor({ apply: vi.fn() });
    await expect(process(job(null))).rejects.toThrow("no event");
    expect(processed).toMatchObject([
      { eventType: undefined, account: undefined, outcome: undefined, isDeadLetter: true },
    ]);
  });

  it("applies the event inside its own span", async () => {
    const parents: unknown[] = [];
    const { AsyncLocalStorage } = await import("node:async_hooks");
    const storage = new AsyncLocalStorage<ProcessMessage>();
    const { start } = tracingChannel<unknown, object>("numipay.queue.process");
    start.bindStore(storage, (message) => message as ProcessMessage);
    onTestFinished(() => {
      start.unbindStore(storage);
    });
    const process = createWebhookProcessor({
      apply: async () => {
        parents.push(storage.getStore()?.jobId);
        return { outcome: "processed" } as never;
      },
    });
    await process(job({ event: exampleTransaction() }));
    expect(parents).toEqual(["j-1"]);
  });
});
