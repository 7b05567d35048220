import { describe, expect, it, onTestFinished } from "vitest";
import { memoryJournalStore } from "../../src/outbox/memory-journal-store.js";
import type { QueuedIntent } from "../../src/outbox/outbox-store.js";
import {
  type OutboxWorkerOptions,
  startWorker,
  type WorkerParts,
} from "../../src/outbox/outbox-worker.js";
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
    // One for each poll, and a few when it starts.
    expect(takes).toBeLessThan((performance.now() - startedAt) / 50 + 6);
  });

  it("leaves calls to other workers while it is slow", async () => {
    const { reply, open, waiting } = gate();
    const { enqueue, start, store, connect, reports } = await startWorking(reply, {
      concurrency: 2,
      pollIntervalMs: 10,
    });
    for (let i = 0; i < 4; i += 1) await enqueue(`p-${i}`);
    start();
    await expect.poll(waiting).toBe(2);
    expect(await store.takeDue("default", 10, 0)).toHaveLength(2);
    const other = connect().outbox.start({ concurrency: 2 });
    onTestFinished(() => other.stop());
    await expect.poll(waiting).toBe(4);
    open();
    await expect.poll(() => reports).toHaveLength(4);
  });
});

/** A worker on a store with queued calls. Its calls are processed at once, except those that are held. */
async function startStocked(count: number, parts: { release?: WorkerParts["release"] } = {}) {
  const store = memoryJournalStore();
  const intents = Array.from({ length: count }, (_, at) => `p-${String(at).padStart(3, "0")}`);
  for (const tracking_id of intents) await store.enqueue(undefined, { ...queued, tracking_id });
  const sizes: number[] = [];
  const processed: string[] = [];
  const held: (() => void)[] = [];
  const failures: unknown[] = [];
  let holdFrom = Infinity;
  const worker = startWorker({
    account: "default",
    concurrency: 1,
    pollIntervalMs: 60_000,
    fail: (failure) => void failures.push(failure),
    takeDue: async (limit) => {
      sizes.push(limit);
      const taken = await store.takeDue("default", limit, 60_000);
      return taken.map((recorded) => ({ recorded, isExpired: () => false }));
    },
    release: (taken) => store.release(taken.map(({ recorded }) => recorded)),
    async process({ recorded }) {
      if (processed.length >= holdFrom) {
        await new Promise<void>((resolve) => held.push(resolve));
      }
      processed.push(recorded.tracking_id);
      return "confirmed";
    },
    ...parts,
  });
  onTestFinished(() => worker.stop());
  return {
    store,
    worker,
    sizes,
    processed,
    failures,
    hold: (from: number) => (holdFrom = from),
    letGo: () => {
      holdFrom = Infinity;
      for (const resolve of held.splice(0)) resolve();
    },
    held,
  };
}

const queued: QueuedIntent = {
  account: "default",
  slot: "transaction",
  tracking_id: "p",
  operation: "requestPayout",
  keyId: "key",
  digests: {},
  metadata: undefined,
  request: "{}",
};

describe("a worker whose calls are fast", () => {
  it("takes several at once, and processes each once in order", async () => {
    const { sizes, processed } = await startStocked(60);
    await expect.poll(() => processed).toHaveLength(60);
    expect(processed).toEqual(processed.toSorted());
    expect(sizes[0]).toBe(1);
    expect(sizes.length).toBeLessThan(12);
  });

  it("returns what it took ahead when it stops", async () => {
    const { store, worker, hold, held, letGo, processed } = await startStocked(60);
    hold(20);
    await expect.poll(() => held).toHaveLength(1);
    const stopped = worker.stop();
    letGo();
    await stopped;
    expect(processed).toHaveLength(21);
    expect(await store.takeDue("default", 60, 0)).toHaveLength(39);
  });

  it("has taken ahead while it waits", async () => {
    const { store, hold, held, letGo } = await startStocked(60);
    hold(20);
    await expect.poll(() => held).toHaveLength(1);
    expect((await store.takeDue("default", 60, 0)).length).toBeLessThan(39);
    letGo();
  });

  it("stops although the store does not take anything back", async () => {
    const release = (): Promise<never> => Promise.reject(new Error("no database"));
    const { worker, hold, held, letGo, processed, failures } = await startStocked(60, { release });
    hold(20);
    await expect.poll(() => held).toHaveLength(1);
    const stopped = worker.stop();
    letGo();
    await stopped;
    expect(processed).toHaveLength(21);
    expect(failures).toEqual([]);
  });
});
