import { describe, expect, it, vi } from "vitest";
import {
  createJournal,
  type IntentKey,
  memoryJournalStore,
  type IntentState,
  type ReconcileOptions,
} from "../../src/index.js";
import { createShop, deposit } from "./fixture.js";

const day = "2026-11-18";

/** A shop with a journal, and one intent of order-a in a state. */
async function openJournal(
  state: Exclude<IntentState, "sending"> | undefined,
  { slot = "transaction" as IntentKey["slot"], operation = "hostedCheckout", leaseMs = 1 } = {},
) {
  const store = memoryJournalStore();
  const key = { account: "default", slot, tracking_id: "order-a" };
  const intent = { ...key, operation, keyId: "key", digests: {}, metadata: undefined };
  const claim = await store.claim(intent, leaseMs);
  if (claim.state === "new" && state !== undefined)
    await store.complete(key, claim.lease, { state });
  const journal = createJournal(store);
  const from = { from: day, to: day };
  return {
    store,
    journal,
    stateOf: async () => (await store.read(key))?.state,
    expired: () => expect.poll(() => store.unresolved("default")).toHaveLength(1),
    options: { ...from, journal } satisfies Partial<ReconcileOptions>,
  };
}

describe("a listed transaction", () => {
  it("confirms a call with an unknown outcome", async () => {
    const shop = createShop({ [day]: [deposit("a"), deposit("b")] });
    const { options, stateOf } = await openJournal("unknown");
    await shop.run(options);
    expect(await stateOf()).toBe("confirmed");
    expect(shop.progress.at(-1)).toMatchObject({ intents: 1, found: 2 });
  });

  it("confirms a call whose process crashed", async () => {
    const shop = createShop({ [day]: [deposit("a")] });
    const { options, stateOf, expired } = await openJournal(undefined);
    await expired();
    await shop.run(options);
    expect(await stateOf()).toBe("confirmed");
  });

  it("confirms a call although its event was applied before, or cannot be", async () => {
    const shop = createShop({ [day]: [deposit("a")] });
    const applied = await openJournal("unknown");
    await shop.run({ from: day, to: day });
    await shop.run(applied.options);
    expect(await applied.stateOf()).toBe("confirmed");
    const failing = createShop({ [day]: [deposit("a")] });
    failing.webhook.on("*", () => {
      throw new Error("no such order");
    });
    const failed = await openJournal("unknown");
    await failing.run(failed.options);
    expect(await failed.stateOf()).toBe("confirmed");
  });

  it("leaves a call that is under way to its process", async () => {
    const shop = createShop({ [day]: [deposit("a")] });
    const { options, stateOf } = await openJournal(undefined, { leaseMs: 60_000 });
    await shop.run(options);
    expect(await stateOf()).toBe("sending");
  });

  it("does not confirm a payout that has the id of a deposit", async () => {
    const shop = createShop({ [day]: [deposit("a")] });
    const { options, stateOf } = await openJournal("unknown", { operation: "requestPayout" });
    await shop.run(options);
    expect(await stateOf()).toBe("unknown");
  });

  it.each([
    ["pending", "unknown"],
    ["successful", "confirmed"],
  ])("that is %s leaves its decision %s", async (status, state) => {
    const shop = createShop({ [day]: [deposit("a", { status, transaction_type: "withdrawal" })] });
    const { options, stateOf } = await openJournal("unknown", {
      slot: "decision",
      operation: "approvePayout",
    });
    await shop.run(options);
    expect(await stateOf()).toBe(state);
  });

  it("confirms nothing in a dry run, and nothing without the journal", async () => {
    const shop = createShop({ [day]: [deposit("a")] });
    const { options, stateOf } = await openJournal("unknown");
    await shop.run({ ...options, dryRun: true });
    await shop.run({ ...options, journal: undefined });
    expect(await stateOf()).toBe("unknown");
  });

  it("is read from the journal only if a call is unresolved", async () => {
    const many = Array.from({ length: 50 }, (_, n) => deposit(`x${n}`));
    const shop = createShop({ [day]: [...many, deposit("a")] });
    const { options, store } = await openJournal("unknown");
    const read = vi.spyOn(store, "read");
    await shop.run(options);
    expect(read).toHaveBeenCalledTimes(1);
  });
});

describe("the journal of reconcile", () => {
  it("ends the run if it is unavailable at the start", async () => {
    const shop = createShop({ [day]: [deposit("a")] });
    const { options, store } = await openJournal("unknown");
    store.unresolved = () => Promise.reject(new Error("no store"));
    await expect(shop.run(options)).rejects.toThrow("no store");
    expect(shop.received).toHaveLength(0);
  });

  it("does not stop a run if it becomes unavailable", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const shop = createShop({ [day]: [deposit("a"), deposit("b")] });
    const { options, store } = await openJournal("unknown");
    store.read = () => Promise.reject(new Error("secret row"));
    await shop.run(options);
    expect(shop.ids()).toEqual(["a", "b"]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(warn.mock.calls)).not.toContain("secret");
    warn.mockRestore();
  });

  it.each<[string, object]>([
    ["has the account", createJournal(memoryJournalStore(), { account: "shop-2" })],
    ["must be a journal", memoryJournalStore()],
  ])("is rejected if it %s", async (problem, journal) => {
    const shop = createShop({});
    expect(() => shop.start({ journal } as never)).toThrow(
      expect.objectContaining({ option: "journal", message: expect.stringContaining(problem) }),
    );
  });
});
