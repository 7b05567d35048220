import { memoryInbox, memoryJournal, Numipay } from "@numipay/core";
import { describeIfAvailable, findInboxEngine } from "sample-tests/inbox";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { openStorage, type ShopStorage } from "../src/open-storage.js";
import { createPayouts } from "../src/payments/payouts.js";
import { accounts } from "../src/store/ledger.js";
import { createMemoryStore } from "../src/store/memory-store.js";
import { openUntilTestEnds } from "./describe-each-storage.js";
import { customerWithWallet, lastWithdrawal, openWorld, sendWebhook } from "./world.js";

const postgres = findInboxEngine("postgres");

/** Opened once, because PGlite takes seconds to start. */
let pglite: ShopStorage;
beforeAll(async () => {
  pglite = await openStorage({ engine: "pglite" });
}, 60_000);
afterAll(() => pglite.close());

interface Engine {
  name: string;
  open: () => Promise<ShopStorage>;
  unavailable?: string | undefined;
}

const engines: Engine[] = [
  { name: "memory", open: () => openStorage({ engine: "memory" }) },
  { name: "PGlite", open: async () => pglite },
  {
    name: "PostgreSQL",
    open: async () => openUntilTestEnds(await postgres.createSettings()),
    unavailable: postgres.unavailable,
  },
];

for (const { name, open, unavailable } of engines) {
  describeIfAvailable(`a payout on ${name}`, unavailable, () => {
    it("goes to the gateway's page, and is refunded once if it is refused", async () => {
      const world = await openWorld(await open());
      const customer = await customerWithWallet(world);
      await customer.press("Withdraw", { amount: "20.00" });
      expect(customer.page().url).toContain(world.gatewayUrl);
      const { state, cashierUrl } = await lastWithdrawal(world);
      expect([state, cashierUrl]).toEqual(["waiting", customer.page().url]);

      await customer.open(`${world.shopUrl}/wallet`);
      world.failNextRequest(422);
      await customer.press("Withdraw", { amount: "30.00" });
      const refused = await lastWithdrawal(world);
      expect(refused.state).toBe("refused");
      const rejected = {
        transaction_id: "created-by-a-test",
        user_id: refused.customer,
        tracking_id: refused.id,
        status: "rejected",
        currency: "EUR",
        amount: "30.00",
        transaction_type: "withdrawal",
      };
      expect(await sendWebhook(world, rejected)).toMatchObject({ status: 200 });
      const wallet = accounts.wallet(refused.customer);
      expect(await world.store.balance(wallet, "EUR")).toBe(3000);
    });

    it("puts nothing on hold if it cannot be queued", async () => {
      const { store } = await open();
      const topUp = await store.addOrder({
        customer: "ada",
        kind: "top-up",
        lines: [],
        cents: 3000,
        currency: "EUR",
      });
      const [from, to] = [accounts.gateway, accounts.wallet("ada")];
      await store.finalize(topUp, "paid", { key: "top-up", from, to });
      const adding = store.addWithdrawal(
        { customer: "ada", cents: 3000, currency: "EUR" },
        async () => {
          throw new Error("not queued");
        },
      );
      await expect(adding).rejects.toThrow("not queued");
      expect(await store.balance(to, "EUR")).toBe(3000);
      expect(await store.balance(accounts.held("ada"), "EUR")).toBe(0);
    });
  });
}

describe("a handler of the outbox that fails", () => {
  it("is called again, and the payout is sent once", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const store = createMemoryStore();
    const world = await openWorld({ inbox: memoryInbox(), journal: memoryJournal(), store });
    const customer = await customerWithWallet(world);
    const move = vi.spyOn(store, "move").mockRejectedValueOnce(new Error("The store is down."));
    await customer.press("Withdraw", { amount: "30.00" });
    await vi.waitFor(
      async () => expect(await lastWithdrawal(world)).toMatchObject({ state: "waiting" }),
      { timeout: 20_000 },
    );
    expect(move.mock.calls.length).toBeGreaterThan(1);
    expect(world.sandbox.transactions()).toHaveLength(2);
  }, 30_000);
});

describe("payouts without a worker", () => {
  it("are only queued", async () => {
    const store = createMemoryStore();
    const journal = memoryJournal();
    const numipay = new Numipay({ apiKey: "key", baseUrl: "http://127.0.0.1:9", journal });
    const payouts = createPayouts({ numipay, journal, inbox: memoryInbox(), store });
    const withdrawal = {
      customer: "ada",
      cents: 3000,
      currency: "EUR",
      kind: "withdrawal",
    } as const;
    await payouts.queue(
      undefined,
      { ...withdrawal, id: "payout-1", state: "opening" },
      "https://shop.example",
    );
    const key = { account: "default", slot: "transaction", tracking_id: "payout-1" } as const;
    expect(await journal.store.read(key)).toMatchObject({ state: "queued", attempts: 0 });
  });
});
