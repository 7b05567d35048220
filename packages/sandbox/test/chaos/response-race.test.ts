import { memoryInbox, memoryJournal, Numipay, numipayWebhook } from "@numipay/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSandbox } from "../../src/index.js";

const amount = "10.00";

/**
 * A shop whose order learns its payment by `metadata` only: there is no row to find by `tracking_id` until the response is stored, which
 * is how many shops lose a webhook that overtakes the response.
 */
async function openShop() {
  const journal = memoryJournal();
  const orders = new Map([[7, { paid: 0, url: undefined as string | undefined }]]);
  const webhook = numipayWebhook({
    signaturePassword: () => sandbox.signaturePassword,
    inbox: memoryInbox(),
    journal,
    onOutcome: () => undefined,
  });
  webhook.on("deposit.successful", (event, { intent }) => {
    const { orderId } = (intent?.metadata ?? {}) as { orderId?: number };
    const order = orders.get(orderId ?? 0);
    if (order === undefined) throw new Error(`no order for ${event.tracking_id}`);
    order.paid += 1;
  });
  const sandbox = await createSandbox({
    webhookUrl: "http://shop.test/hooks",
    autoDeliver: false,
    deliver: (input, init) => webhook.fetch(new Request(input, init)),
  });
  onTestFinished(() => sandbox.close());
  let page = "";
  /** Sends the checkout, and gives the customer its page. */
  const send: typeof fetch = async (input, init) => {
    const response = await sandbox.fetch(input as string, init);
    if (init?.method === "POST")
      ({ url: page } = (await response.clone().json()) as { url: string });
    return response;
  };
  /** The customer pays, and the webhook arrives. */
  const pay = async (): Promise<void> => {
    await sandbox.fetch(`${page}/northbank`, {
      method: "POST",
      body: new URLSearchParams({ action: "pay" }),
    });
    await sandbox.flush();
  };
  return {
    orders,
    pay,
    stateOf: async () => {
      const key = { account: "default", slot: "transaction", tracking_id: "order-7" } as const;
      return (await journal.store.read(key))?.state;
    },
    /** Checks out order 7. */
    checkOut: async (fetch: typeof globalThis.fetch = send) => {
      const numipay = new Numipay({ ...sandbox.clientOptions, fetch, journal });
      const request = { tracking_id: "order-7", user_id: "u-1", currency: "EUR", amount };
      const { url } = await numipay.payments.hostedCheckout(request, { metadata: { orderId: 7 } });
      Object.assign(orders.get(7) ?? {}, { url });
    },
    send,
    transactions: () => sandbox.transactions().length,
  };
}

describe("the webhook of a checkout", () => {
  it("arrives after the response", async () => {
    const { checkOut, pay, orders, stateOf } = await openShop();
    await checkOut();
    await pay();
    expect(orders.get(7)).toEqual({ paid: 1, url: expect.stringContaining("http") });
    expect(await stateOf()).toBe("confirmed");
  });

  it("arrives before the response", async () => {
    const { checkOut, pay, orders, stateOf, send } = await openShop();
    await checkOut(async (input, init) => {
      const response = await send(input, init);
      if (init?.method === "POST") {
        await pay();
        expect(orders.get(7)).toEqual({ paid: 1, url: undefined });
        expect(await stateOf()).toBe("sending");
      }
      return response;
    });
    expect(orders.get(7)).toEqual({ paid: 1, url: expect.stringContaining("http") });
    expect(await stateOf()).toBe("confirmed");
  });

  it("arrives for a response that was lost", async () => {
    const { checkOut, pay, orders, stateOf, send, transactions } = await openShop();
    const lose: typeof fetch = async (input, init) => {
      if (init?.method !== "POST") return new Response("{}", { status: 503 });
      await send(input, init);
      throw new TypeError("fetch failed");
    };
    await expect(checkOut(lose)).rejects.toMatchObject({ code: "outcome_unknown" });
    expect(await stateOf()).toBe("unknown");
    await pay();
    expect(orders.get(7)).toEqual({ paid: 1, url: undefined });
    expect(await stateOf()).toBe("confirmed");
    await expect(checkOut()).rejects.toMatchObject({ code: "already_sent" });
    expect(transactions()).toBe(1);
  });
});
