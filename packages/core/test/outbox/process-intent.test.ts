import { describe, expect, it, vi } from "vitest";
import { memoryJournalStore } from "../../src/outbox/memory-journal-store.js";
import {
  byMethod,
  closedPort,
  cutTheSocket,
  inSequence,
  respondWith,
} from "../client/stub-gateway.js";
import { paid, pending } from "./fixture.js";
import { payout, payoutKey, startOutbox } from "./outbox-fixture.js";

type Fixture = Awaited<ReturnType<typeof startOutbox>>;

/** Lets an intent be due with each call, whatever its delay. */
function makeDue(store: Fixture["store"]): void {
  const takeDue = store.takeDue.bind(store);
  let laterMs = 0;
  store.takeDue = async (...args) => {
    laterMs += 3_600_000;
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + laterMs);
    try {
      return await takeDue(...args);
    } finally {
      clock.mockRestore();
    }
  };
}

async function startQueued(...args: Parameters<typeof startOutbox>): Promise<Fixture> {
  const fixture = await startOutbox(...args);
  await fixture.outbox.enqueue(undefined, "payouts.request", payout);
  return fixture;
}

describe("a due call", () => {
  it("is sent once by many runs", async () => {
    const { gateway, connect, reports, store, stateOf } = await startQueued(paid);
    await Promise.all([connect(), connect(), connect()].map(({ outbox }) => outbox.runOnce()));
    expect(reports).toEqual(["confirmed payout-1"]);
    expect(gateway.count("POST")).toBe(1);
    expect(await stateOf()).toBe("confirmed");
    expect(await store.read(payoutKey)).toMatchObject({ request: undefined });
  });

  it("stays queued while the gateway cannot be reached", async () => {
    const baseUrl = `http://127.0.0.1:${await closedPort()}`;
    const fixture = await startQueued(paid, { client: { baseUrl } });
    expect(await fixture.outbox.runOnce()).toMatchObject({ queued: 1 });
    expect(fixture.failures).toMatchObject([
      { step: "send", operation: "payouts.request", tracking_id: "payout-1" },
    ]);
    expect(fixture.reports).toEqual([]);
    expect(await fixture.store.takeDue("default", 1, 1)).toEqual([]);
  });

  it("is confirmed by its status after the response was lost", async () => {
    const { gateway, outbox } = await startQueued(byMethod({ POST: cutTheSocket, GET: pending }));
    const seen: unknown[] = [];
    outbox.on(
      "confirmed",
      ({ response, lastKnownStatus }) => void seen.push(response, lastKnownStatus),
    );
    expect(await outbox.runOnce()).toMatchObject({ confirmed: 1 });
    expect(seen).toEqual([undefined, { state: "found", transaction_status: "pending" }]);
    expect(gateway.count("POST")).toBe(1);
  });

  it("is asked about until it is known, and never sent again", async () => {
    const GET = inSequence(respondWith(404), respondWith(404), pending);
    const fixture = await startQueued(byMethod({ POST: cutTheSocket, GET }));
    const { outbox, store, reports, gateway } = fixture;
    expect(await outbox.runOnce()).toMatchObject({ unknown: 1 });
    expect(await store.takeDue("default", 1, 1)).toEqual([]);
    makeDue(store);
    expect(await outbox.runOnce()).toMatchObject({ unknown: 1 });
    expect(await outbox.runOnce()).toMatchObject({ confirmed: 1 });
    expect(reports).toEqual(["unknown payout-1", "confirmed payout-1"]);
    expect(gateway.count("POST")).toBe(1);
  });

  it("is not sent after it was refused and reported elsewhere", async () => {
    const { gateway, store, connect, reports, outbox } = await startQueued(
      inSequence(respondWith(422), paid),
    );
    const taken = await store.takeDue("default", 1, 0);
    await outbox.runOnce();
    const late = connect();
    const takeDue = store.takeDue.bind(store);
    store.takeDue = async (...args) => (await takeDue(...args)).concat(taken);
    await late.outbox.runOnce();
    expect(gateway.count("POST")).toBe(1);
    expect(reports).toEqual(["refused payout-1"]);
    expect(await store.read(payoutKey)).toMatchObject({ state: "refused" });
  });

  it("is not claimed by a worker that took it too long ago", async () => {
    const { gateway, store, outbox } = await startQueued(paid);
    const takeDue = store.takeDue.bind(store);
    store.takeDue = async (...args) => {
      const taken = await takeDue(...args);
      const now = performance.now();
      vi.spyOn(performance, "now").mockReturnValue(now + 10_001);
      return taken;
    };
    try {
      await outbox.runOnce();
    } finally {
      vi.restoreAllMocks();
    }
    expect(gateway.seen).toHaveLength(0);
    expect(await store.read(payoutKey)).toMatchObject({ state: "queued", attempts: 0 });
  });

  it("stays queued if its stored request has other content", async () => {
    const { gateway, store, outbox, failures, stateOf } = await startQueued(paid);
    const takeDue = store.takeDue.bind(store);
    const request = JSON.stringify({ ...payout, amount: "31.00" });
    store.takeDue = async (...args) =>
      (await takeDue(...args)).map((recorded) => ({ ...recorded, request }));
    expect(await outbox.runOnce()).toMatchObject({ failed: 1 });
    expect(failures[0]?.error).toMatchObject({ code: "request_mismatch", field: "amount" });
    expect(await stateOf()).toBe("queued");
    expect(gateway.seen).toHaveLength(0);
  });
});

describe("a report", () => {
  it("is repeated after a handler failed, less and less often by any process", async () => {
    const { connect, store, failures, gateway } = await startQueued(paid);
    makeDue(store);
    const delaysMs: number[] = [];
    const defer = store.defer.bind(store);
    store.defer = (taken, retryInMs) => {
      delaysMs.push(retryInMs);
      return defer(taken, retryInMs);
    };
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const { outbox } = connect();
      outbox.on("confirmed", () => {
        throw new Error("no database");
      });
      expect(await outbox.runOnce()).toMatchObject({ failed: 1 });
    }
    expect(failures[0]).toMatchObject({ step: "report", tracking_id: "payout-1" });
    expect(String(failures[0]?.error)).toContain("1 of 2 handlers of outbox.confirmed failed");
    for (const [at, delayMs] of delaysMs.entries()) {
      expect(delayMs).toBeGreaterThanOrEqual(500 * 2 ** at);
      expect(delayMs).toBeLessThanOrEqual(1_000 * 2 ** at);
    }
    expect(delaysMs).toHaveLength(4);
    expect(await connect().outbox.runOnce()).toMatchObject({ confirmed: 1 });
    expect(gateway.count("POST")).toBe(1);
  });

  it("waits for the delay of another process", async () => {
    const { connect, outbox } = await startQueued(paid);
    outbox.on("confirmed", () => {
      throw new Error("no database");
    });
    expect(await outbox.runOnce()).toMatchObject({ failed: 1 });
    expect(await connect().outbox.runOnce()).toMatchObject({ failed: 0, confirmed: 0 });
  });

  it("is repeated when the store did not record its delay", async () => {
    const { connect, outbox, store, failures } = await startQueued(paid);
    makeDue(store);
    store.defer = () => Promise.reject(new Error("no database"));
    outbox.on("confirmed", () => {
      throw new Error("no database");
    });
    expect(await outbox.runOnce()).toMatchObject({ failed: 1 });
    expect(failures).toHaveLength(1);
    expect(await connect().outbox.runOnce()).toMatchObject({ confirmed: 1 });
  });

  it("is repeated after its settlement failed, without its handlers", async () => {
    const store = memoryJournalStore();
    const settle = store.settle.bind(store);
    store.settle = () => Promise.reject(new Error("no database"));
    const { connect, reports, failures } = await startQueued(paid, { store });
    makeDue(store);
    expect(await connect().outbox.runOnce()).toMatchObject({ failed: 1 });
    expect(failures).toMatchObject([{ step: "settle" }]);
    store.settle = settle;
    expect(await connect().outbox.runOnce()).toMatchObject({ confirmed: 1 });
    expect(reports).toEqual(["confirmed payout-1"]);
    expect(await store.takeDue("default", 1, 1)).toEqual([]);
  });

  it("fails when a handler takes too long", async () => {
    const { outbox, failures } = await startQueued(paid, { handlerTimeoutMs: 20 });
    let finish = (): void => undefined;
    outbox.on("confirmed", () => new Promise<void>((resolve) => (finish = resolve)));
    expect(await outbox.runOnce()).toMatchObject({ failed: 1 });
    expect(failures[0]?.error).toMatchObject({ code: "handler_timeout" });
    finish();
  });

  it("does not keep a call whose outcome has no handler", async () => {
    const { store, numipay, journal, inbox } = await startQueued(paid);
    const { createOutbox } = await import("../../src/outbox/create-outbox.js");
    const outbox = createOutbox({ numipay, journal, inbox }).on("refused", () => undefined);
    expect(await outbox.runOnce()).toMatchObject({ confirmed: 1 });
    makeDue(store);
    expect(await store.takeDue("default", 1, 1)).toEqual([]);
  });
});

describe("runOnce", () => {
  it("processes more than its concurrency", async () => {
    const { outbox, gateway } = await startOutbox(paid);
    for (let i = 0; i < 10; i += 1) {
      await outbox.enqueue(undefined, "payouts.request", { ...payout, tracking_id: `p-${i}` });
    }
    expect(await outbox.runOnce({ concurrency: 3 })).toEqual({
      confirmed: 10,
      refused: 0,
      unknown: 0,
      queued: 0,
      failed: 0,
    });
    expect(gateway.count("POST")).toBe(10);
  });

  it("takes nothing once its signal has aborted", async () => {
    const { outbox, gateway } = await startQueued(paid);
    await outbox.runOnce({ signal: AbortSignal.abort() });
    expect(gateway.seen).toHaveLength(0);
  });

  it("rejects when the store is unavailable", async () => {
    const { outbox, store } = await startQueued(paid);
    store.takeDue = () => Promise.reject(new Error("no database"));
    await expect(outbox.runOnce()).rejects.toThrow("no database");
  });
});
