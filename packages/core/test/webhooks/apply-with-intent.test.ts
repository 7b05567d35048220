import { afterEach, describe, expect, it, vi } from "vitest";
import {
  createJournal,
  type EventContext,
  type IntentState,
  memoryInbox,
  memoryJournalStore,
  numipayWebhook,
  type OutcomeReport,
  type Transaction,
  type WebhookOptions,
} from "../../src/index.js";
import { signPayload } from "../../src/protocol/signature.js";
import { password, transaction } from "./fixture.js";

const key = { account: "default", slot: "transaction", tracking_id: "o-1" } as const;
const decision = { ...key, slot: "decision" } as const;

afterEach(() => void vi.restoreAllMocks());

/** A shop whose webhook has a journal. */
function openShop(options: WebhookOptions<Request> = {}) {
  const store = memoryJournalStore();
  const contexts: EventContext[] = [];
  const reports: OutcomeReport[] = [];
  const inbox = memoryInbox();
  const webhook = numipayWebhook({
    signaturePassword: password,
    inbox,
    journal: createJournal(store),
    onOutcome: (report) => reports.push(report),
    ...options,
  });
  const deliver = async (over: Partial<Transaction> = {}): Promise<number> => {
    const body = JSON.stringify({ ...transaction, ...over });
    const headers = { "x-signature": signPayload(body, password) };
    const request = new Request("https://shop.example/hooks", { method: "POST", headers, body });
    return (await webhook.fetch(request)).status;
  };
  return {
    store,
    inbox,
    webhook,
    contexts,
    reports,
    deliver,
    handle: () => webhook.on("*", (_, context) => void contexts.push(context)),
    stateOf: async (of: typeof key | typeof decision = key) => (await store.read(of))?.state,
    /** Records a call in a state. Without one it stays under way. */
    async record(
      state: Exclude<IntentState, "sending"> | undefined,
      {
        of = key as typeof key | typeof decision,
        operation = "hostedCheckout",
        leaseMs = 60_000,
      } = {},
    ): Promise<void> {
      const metadata = JSON.stringify({ orderId: 7 });
      const intent = { ...of, operation, keyId: "key", digests: {}, metadata };
      const claim = await store.claim(intent, leaseMs);
      if (claim.state === "new" && state !== undefined) {
        await store.complete(of, claim.lease, { state });
      }
    },
  };
}

describe("context.intent", () => {
  it("is the call that created the transaction", async () => {
    const shop = openShop();
    shop.handle();
    await shop.record("unknown");
    expect(await shop.deliver()).toBe(200);
    expect(shop.contexts[0]?.intent).toEqual({
      operation: "hostedCheckout",
      account: "default",
      tracking_id: "o-1",
      state: "unknown",
      metadata: { orderId: 7 },
      recordedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it("is undefined without such a call, and for a call of another type", async () => {
    const shop = openShop();
    shop.handle();
    await shop.deliver();
    await shop.record("unknown", { operation: "requestPayout" });
    await shop.deliver({ transaction_id: "t-2" });
    expect(shop.contexts.map(({ intent }) => intent)).toEqual([undefined, undefined]);
    expect(await shop.stateOf()).toBe("unknown");
  });

  it("is read once per delivery, before the change is claimed", async () => {
    const shop = openShop();
    shop.handle();
    await shop.record("confirmed");
    const order: string[] = [];
    const read = shop.store.read.bind(shop.store);
    shop.store.read = async (of) => (order.push("read"), read(of));
    const claim = shop.inbox.claim.bind(shop.inbox);
    shop.inbox.claim = async (...args) => (order.push("claim"), claim(...args));
    await shop.deliver();
    expect(order).toEqual(["read", "claim"]);
  });

  it("is not read without a handler", async () => {
    const shop = openShop();
    const read = vi.spyOn(shop.store, "read");
    expect(await shop.deliver()).toBe(200);
    expect(read).not.toHaveBeenCalled();
  });

  it("is that of the account of the delivery", async () => {
    const shop = openShop({ account: () => "shop-2" });
    shop.handle();
    await shop.record("unknown");
    await shop.deliver();
    expect(shop.contexts[0]?.intent).toBeUndefined();
  });
});

describe("an event", () => {
  it.each(["unknown", "queued", "refused"] as const)(
    "confirms a call that is %s",
    async (state) => {
      const shop = openShop();
      shop.handle();
      await shop.record(state);
      await shop.deliver();
      expect(await shop.stateOf()).toBe("confirmed");
    },
  );

  it("confirms a call whose process crashed, after the handlers", async () => {
    const shop = openShop();
    const seen: unknown[] = [];
    shop.webhook.on("*", async () => void seen.push(await shop.stateOf()));
    await shop.record(undefined, { leaseMs: 1 });
    await expect.poll(() => shop.store.unresolved("default")).toHaveLength(1);
    await shop.deliver();
    expect([...seen, await shop.stateOf()]).toEqual(["sending", "confirmed"]);
  });

  it("leaves a call that is under way to its process", async () => {
    const shop = openShop();
    shop.handle();
    await shop.record(undefined);
    expect(await shop.deliver()).toBe(200);
    expect(shop.contexts[0]?.intent?.state).toBe("sending");
    expect(await shop.stateOf()).toBe("sending");
  });

  it("confirms nothing if a handler fails, and does after the retry", async () => {
    const shop = openShop();
    let isBroken = true;
    shop.webhook.on("*", () => {
      if (isBroken) throw new Error("no");
    });
    await shop.record("unknown");
    expect(await shop.deliver()).toBe(500);
    expect(await shop.stateOf()).toBe("unknown");
    isBroken = false;
    await shop.deliver();
    expect(await shop.stateOf()).toBe("confirmed");
  });

  it.each([
    ["pending", "withdrawal", "unknown"],
    ["successful", "deposit", "unknown"],
    ["successful", "withdrawal", "confirmed"],
    ["rejected", "withdrawal", "confirmed"],
  ])("that is %s for a %s leaves a decision %s", async (status, transaction_type, state) => {
    const shop = openShop();
    shop.handle();
    await shop.record("unknown", { of: decision, operation: "approvePayout" });
    await shop.deliver({ status, transaction_type });
    expect(await shop.stateOf(decision)).toBe(state);
  });

  it("never confirms a decision that was not sent", async () => {
    const shop = openShop();
    shop.handle();
    await shop.record("queued", { of: decision, operation: "approvePayout" });
    await shop.deliver({ transaction_type: "withdrawal" });
    expect(await shop.stateOf(decision)).toBe("queued");
  });
});

describe("a journal that is unavailable", () => {
  const outage = new Error("no connection");

  it("makes the gateway retry the delivery, and no handler is called", async () => {
    const shop = openShop();
    shop.handle();
    const read = shop.store.read.bind(shop.store);
    shop.store.read = () => Promise.reject(outage);
    expect(await shop.deliver()).toBe(503);
    expect(shop.contexts).toHaveLength(0);
    expect(shop.reports[0]).toMatchObject({
      outcome: "inbox-unavailable",
      reason: "the journal is unavailable",
      error: outage,
    });
    shop.store.read = read;
    expect(await shop.deliver()).toBe(200);
    expect(shop.contexts).toHaveLength(1);
  });

  it("makes the gateway retry the delivery if it hangs", async () => {
    const shop = openShop({ handlerTimeoutMs: 50 });
    shop.handle();
    shop.store.read = () => new Promise(() => undefined);
    expect(await shop.deliver()).toBe(503);
  });

  it("never fails a delivery that was applied, and the next one confirms", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const shop = openShop();
    shop.handle();
    await shop.record("unknown");
    const claim = shop.store.claim.bind(shop.store);
    shop.store.claim = () => Promise.reject(new Error("secret row"));
    expect(await shop.deliver()).toBe(200);
    expect(warn.mock.calls.map(([, options]) => options)).toMatchObject([
      { code: "NUMIPAY_JOURNAL_UNAVAILABLE" },
    ]);
    expect(JSON.stringify(warn.mock.calls)).not.toContain("secret");
    shop.store.claim = claim;
    expect(await shop.deliver()).toBe(200);
    expect(shop.contexts).toHaveLength(1);
    expect(await shop.stateOf()).toBe("confirmed");
  });
});

describe("the option journal", () => {
  it.each<[string, WebhookOptions<Request>]>([
    ["has the account", { journal: createJournal(memoryJournalStore()), account: "shop-2" }],
    ["must be a journal", { journal: memoryJournalStore() as never }],
  ])("is rejected if it %s", (problem, options) => {
    expect(() => numipayWebhook({ signaturePassword: password, ...options })).toThrow(
      expect.objectContaining({ option: "journal", message: expect.stringContaining(problem) }),
    );
  });
});
