import { describe, expect, it, onTestFinished } from "vitest";
import { memoryJournalStore } from "../../src/outbox/memory-journal-store.js";
import type { OutboxWorkerOptions } from "../../src/outbox/outbox-worker.js";
import type { Reply } from "../client/stub-gateway.js";
import { paid } from "./fixture.js";
import { payout, startOutbox } from "./outbox-fixture.js";

async function startWorking(
  reply: Reply,
  options: OutboxWorkerOptions,
  parts?: Parameters<typeof startOutbox>[1],
) {
  const fixture = await startOutbox(reply, parts);
  const enqueue = (tracking_id: string) =>
    fixture.outbox.enqueue(undefined, "payouts.request", { ...payout, tracking_id });
  const start = () => {
    const worker = fixture.outbox.start(options);
    onTestFinished(() => worker.stop());
    return worker;
  };
  return { ...fixture, enqueue, start };
}

/** Responses that wait until they are let through. */
function gate(): { reply: Reply; open: () => void; waiting: () => number } {
  const held: (() => void)[] = [];
  let isOpen = false;
  return {
    reply: (response, seen) => {
      if (isOpen) paid(response, seen);
      else held.push(() => paid(response, seen));
    },
    open: () => {
      isOpen = true;
      for (const respond of held) respond();
    },
    waiting: () => held.length,
  };
}

describe("a worker", () => {
  it("sends what is queued after it started", async () => {
    const { enqueue, start, reports } = await startWorking(paid, { pollIntervalMs: 10 });
    start();
    await enqueue("p-1");
    await enqueue("p-2");
    await expect.poll(() => reports.toSorted()).toEqual(["confirmed p-1", "confirmed p-2"]);
  });

  it("sends at most as many calls at once as its concurrency", async () => {
    const { reply, open, waiting } = gate();
    const { enqueue, start, reports } = await startWorking(reply, {
      concurrency: 2,
      pollIntervalMs: 10,
    });
    for (let i = 0; i < 5; i += 1) await enqueue(`p-${i}`);
    start();
    await expect.poll(waiting).toBe(2);
    open();
    await expect.poll(() => reports).toHaveLength(5);
    expect(waiting()).toBe(2);
  });

  it("looks for due calls when it is polled", async () => {
    const { enqueue, start, reports, store } = await startWorking(paid, {
      pollIntervalMs: 60_000,
    });
    let takes = 0;
    const takeDue = store.takeDue.bind(store);
    store.takeDue = (...args) => {
      takes += 1;
      return takeDue(...args);
    };
    const worker = start();
    await expect.poll(() => takes).toBe(1);
    await enqueue("p-1");
    worker.poll();
    await expect.poll(() => reports).toEqual(["confirmed p-1"]);
  });

  it("finishes what is being sent before it stops, and takes nothing more", async () => {
    const { reply, open, waiting } = gate();
    const { enqueue, start, reports, gateway } = await startWorking(reply, {
      concurrency: 2,
      pollIntervalMs: 60_000,
    });
    await enqueue("p-1");
    const worker = start();
    await expect.poll(waiting).toBe(1);
    let hasStopped = false;
    const stopped = worker.stop().then(() => (hasStopped = true));
    await enqueue("p-2");
    worker.poll();
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasStopped).toBe(false);
    open();
    await stopped;
    expect(reports).toEqual(["confirmed p-1"]);
    expect(gateway.count("POST")).toBe(1);
    await worker.stop();
  });

  it("continues after an outage of the store, without a tight loop", async () => {
    const store = memoryJournalStore();
    const takeDue = store.takeDue.bind(store);
    let isAway = true;
    store.takeDue = async (...args) => {
      // As a driver does. Without it, a tight loop would hang the test instead of failing it.
      await new Promise((resolve) => setImmediate(resolve));
      if (isAway) throw new Error("no database");
      return takeDue(...args);
    };
    const options = { pollIntervalMs: 10 };
    const { enqueue, start, reports, failures } = await startWorking(paid, options, { store });
    await enqueue("p-1");
    start();
    const startedAt = performance.now();
    await expect.poll(() => performance.now() - startedAt).toBeGreaterThan(300);
    expect(failures).toMatchObject([{ step: "take", tracking_id: undefined }]);
    isAway = false;
    await expect.poll(() => reports).toEqual(["confirmed p-1"]);
  });

  it("survives an onError that throws", async () => {
    const store = memoryJournalStore();
    const { failures, enqueue, start, reports } = await startWorking(
      paid,
      { pollIntervalMs: 10 },
      { store },
    );
    failures.push = () => {
      throw new Error("no log");
    };
    const settle = store.settle.bind(store);
    let calls = 0;
    store.settle = async (...args) => {
      calls += 1;
      if (calls === 1) throw new Error("no database");
      return settle(...args);
    };
    await enqueue("p-1");
    start();
    await expect.poll(() => calls).toBe(1);
    await enqueue("p-2");
    await expect.poll(() => reports.toSorted()).toEqual(["confirmed p-1", "confirmed p-2"]);
  });

  it("takes few calls while all of them are delayed", async () => {
    const { enqueue, start, store, outbox } = await startWorking(paid, { pollIntervalMs: 50 });
    outbox.on("confirmed", () => {
      throw new Error("no database");
    });
    let takes = 0;
    const takeDue = store.takeDue.bind(store);
    // A store that forgets the visibility.
    store.takeDue = async (account, limit) => {
      takes += 1;
      return takeDue(account, limit, 0);
    };
    await enqueue("p-1");
    start();
    const startedAt = performance.now();
    await expect.poll(() => performance.now() - startedAt).toBeGreaterThan(300);
    expect(takes).toBeLessThan(12);
  });
});
