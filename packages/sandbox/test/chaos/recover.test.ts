import {
  createJournal,
  type JournalStore,
  memoryJournalStore,
  recover,
  type RecoveryDecision,
  type RecoverOptions,
} from "@numipay/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { usedTrackingIds } from "../../src/gateway/used-tracking-id.js";
import type { SandboxOptions } from "../../src/index.js";
import { createMerchant, transports } from "../merchant.js";
import { clientOf } from "../facts/client.js";

const deposit = { tracking_id: "order-1", user_id: "user-1", currency: "EUR", amount: "10.00" };
const resend = "when-not-found" as const;

// The journal warns that it could not record the outcome, because its process is dead.
vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);

describe.each(transports)("a process that crashes during a payment %s", (transport) => {
  async function openShop(options: SandboxOptions = {}) {
    const merchant = await createMerchant({ startAt: new Date(), ...options }, transport);
    onTestFinished(() => merchant.sandbox.close());
    const store = memoryJournalStore();
    const journal = createJournal(store);
    const numipay = clientOf(merchant, { journal });
    /** The store as a process sees it that crashes before it records an outcome. Its lease is over at once. */
    const dying: JournalStore = {
      ...store,
      claim: (intent) => store.claim(intent, 1),
      complete: () => Promise.reject(new Error("the process is dead")),
    };
    return {
      merchant,
      numipay,
      /** Sends the payment, and crashes before its response. */
      dieAfter: async () => {
        await clientOf(merchant, { journal: createJournal(dying) }).payments.hostedCheckout(
          deposit,
        );
        await expect.poll(() => store.unresolved("default")).toHaveLength(1);
      },
      /** Dies between the record and the first byte. Returns the request, which a suspended process sends when it continues. */
      dieBefore: async () => {
        let send: (() => Promise<Response>) | undefined;
        const fetch: typeof globalThis.fetch = async (input, init) => {
          if (init?.method !== "POST") return merchant.fetch(input, init);
          const { signal: _, ...request } = init;
          send = () => merchant.fetch(input, request);
          throw new Error("suspended");
        };
        const client = clientOf(merchant, { fetch, journal: createJournal(dying) });
        await client.payments.hostedCheckout(deposit).catch(() => undefined);
        await expect.poll(() => store.unresolved("default")).toHaveLength(1);
        return async () => send?.();
      },
      recover: async (more: Partial<RecoverOptions> = {}): Promise<RecoveryDecision[]> => {
        const now = (): number => merchant.sandbox.now().getTime();
        const { intents } = await recover({ numipay, journal, now, ...more });
        return intents.map(({ decision }) => decision);
      },
      transactions: () => merchant.sandbox.transactions().length,
    };
  }

  it("after the gateway created it: it is confirmed and never sent again", async () => {
    const shop = await openShop();
    await shop.dieAfter();
    await shop.merchant.sandbox.advance("1h");
    expect(await shop.recover({ resend })).toEqual(["confirmed"]);
    await expect(shop.numipay.payments.hostedCheckout(deposit)).rejects.toMatchObject({
      code: "already_sent",
    });
    expect(shop.transactions()).toBe(1);
  });

  it("while the status lags: the list confirms it", async () => {
    const shop = await openShop({ statusLag: { shows: "not-found", for: "2h" } });
    await shop.dieAfter();
    await shop.merchant.sandbox.advance("1h");
    expect(await shop.recover()).toEqual(["unknown"]);
    expect(await shop.recover({ resend })).toEqual(["confirmed"]);
    expect(shop.transactions()).toBe(1);
  });

  it("before its first byte: it stays unknown, or is sent once after the grace period", async () => {
    const shop = await openShop();
    await shop.dieBefore();
    expect(await shop.recover({ resend })).toEqual(["unknown"]);
    await shop.merchant.sandbox.advance("1h");
    expect(await shop.recover()).toEqual(["unknown"]);
    await expect(shop.numipay.payments.hostedCheckout(deposit)).rejects.toMatchObject({
      code: "outcome_unknown",
    });
    expect(shop.transactions()).toBe(0);
    expect(await shop.recover({ resend })).toEqual(["released"]);
    for (let n = 0; n < 2; n += 1) await shop.numipay.payments.hostedCheckout(deposit);
    expect(shop.transactions()).toBe(1);
  });

  it.each(usedTrackingIds)(
    "and continues after it was sent again (used tracking id: %s)",
    async (usedTrackingId) => {
      const shop = await openShop({ usedTrackingId });
      const continueLate = await shop.dieBefore();
      await shop.merchant.sandbox.advance("1h");
      expect(await shop.recover({ resend })).toEqual(["released"]);
      await shop.numipay.payments.hostedCheckout(deposit);
      await continueLate();
      // The documented exception: nothing but the gateway can refuse the late request.
      expect(shop.transactions()).toBe(usedTrackingId === "creates-second" ? 2 : 1);
    },
  );
});
