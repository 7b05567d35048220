import { inspect } from "node:util";
import { memoryJournal, Numipay } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { describe, expect, it } from "vitest";
import { openShop } from "./open-shop.js";

/** What must not be exported. Each is found if it is part of any text. */
const card = {
  card_number: "4242424242424242",
  card_holder: "Ada Canary-Holder",
  expiry_month: "12",
  expiry_year: "2039",
  cvv: "987",
};
const personal = {
  user_id: "canary-user",
  amount: "777.13",
  return_url: "https://shop.test/return?email=canary@example.test",
};
const metadata = { note: "canary-metadata" };
const secrets = [
  card.card_number,
  card.card_holder,
  "2039",
  personal.user_id,
  personal.amount,
  "canary@example.test",
  "canary-metadata",
  "canary-message",
  "canary-reply",
];

describe("no span and no metric", () => {
  it("has a secret, card data or personal data", async () => {
    const { url, sandbox, numipay, webhook, outbox, spans, scrape } = await openShop();
    const { apiKey, baseUrl, signaturePassword } = sandbox;
    const payment = { tracking_id: "order-1", currency: "EUR", ...personal };

    await numipay.payments.serverToServer({ ...payment, ...card }, { metadata });
    const declined = { ...card, card_number: "4000000000000002" };
    await numipay.payments
      .serverToServer({ ...payment, tracking_id: "order-2", ...declined }, { metadata })
      .catch(() => undefined);
    await numipay.payments
      .hostedCheckout({ ...payment, tracking_id: "order-1", amount: "1.00" }, { metadata })
      .catch(() => undefined); // another content under a recorded tracking_id
    const failing = [
      async () =>
        Response.json({ message: "canary-reply", error: "canary-reply" }, { status: 500 }),
      async () => new Response("canary-reply", { status: 200 }),
      async (): Promise<Response> => {
        throw new TypeError("canary-message", { cause: new Error("canary-message") });
      },
    ];
    for (const fetch of failing) {
      const journal = memoryJournal();
      const broken = new Numipay({ apiKey, baseUrl, journal, fetch, retryDelayMs: 1, retries: 1 });
      await broken.payments.hostedCheckout(payment, { metadata }).catch(() => undefined);
    }

    outbox
      .on("refused", () => undefined)
      .on("confirmed", () => {
        throw Object.assign(new Error("canary-message"), { code: "canary message" });
      });
    const { return_url: _, ...payout } = { ...payment, tracking_id: "payout-1" };
    await outbox.enqueue(undefined, "payouts.request", payout, metadata);
    await outbox.runOnce();

    webhook.on("deposit.*", () => {
      const error = new Error("canary-message");
      error.name = "canary-message of 4242424242424242";
      throw error;
    });
    const event = { ...exampleTransaction(), ...personal, email: "canary@example.test", metadata };
    const bodies = [
      { event, signaturePassword },
      { event, signaturePassword: "a-wrong-canary-message-password-30" },
      { event: { ...event, status: 7 }, signaturePassword },
    ];
    for (const { event: sent, signaturePassword: password } of bodies) {
      const delivery = signDelivery(sent as typeof event, { signaturePassword: password });
      await fetch(`${url}/shop/webhook?email=canary@example.test`, delivery);
    }

    const exported = spans()
      .filter(({ instrumentationScope }) => instrumentationScope.name.startsWith("@numipay"))
      .map(({ name, attributes, events, links, status }) => ({
        name,
        attributes,
        events,
        links,
        status,
      }));
    expect(exported.length).toBeGreaterThan(25);
    const everything = inspect(exported, { depth: 9, maxArrayLength: null }) + (await scrape());
    expect(everything).toContain("order-1");
    const found = [...secrets, apiKey, signaturePassword].filter((secret) =>
      everything.includes(secret),
    );
    expect(found).toEqual([]);
    expect(everything).not.toMatch(/\b987\b/);
  });
});
