import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { numipayWebhook } from "@numipay/core";
import { knownStatuses, knownTypes } from "@numipay/core/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signPayload } from "../../src/delivery/sign-payload.js";
import { webhookProblems } from "../check-responses.js";
import {
  card,
  confirmPayout,
  createMerchant,
  openCheckout,
  order,
  transports,
  type Merchant,
} from "../merchant.js";
import { clientOf } from "./client.js";
import { startReceiver, type Receiver } from "./receiver.js";

/** The facts W… of docs/gateway.md. Over HTTP, the receiver has a port too. */
describe.each(transports)("%s", (transport) => {
  let merchant: Merchant;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver(transport);
    merchant = await createMerchant(receiver.options, transport);
  });
  afterEach(() => merchant.sandbox.close());

  const payloads = () =>
    receiver.arrived.map(({ body }) => JSON.parse(body) as Record<string, string>);
  const statuses = () => payloads().map((payload) => payload["status"]);
  const pay = async (fields: Record<string, unknown> = {}) =>
    merchant.submit(`${await openCheckout(merchant, fields)}/northbank`, { action: "pay" });

  it("W1 has four statuses", async () => {
    await pay();
    const declined = order({ ...card({ card_number: "4000000000000002" }), tracking_id: "b" });
    await merchant.call("POST", "/payments/server-to-server", { request: declined });
    await openCheckout(merchant, { tracking_id: "c" });
    await merchant.sandbox.runUntilIdle();
    expect(new Set(statuses())).toEqual(new Set(knownStatuses));
    expect([...knownStatuses]).toEqual(["pending", "successful", "rejected", "expired"]);
  });

  it("W2 has two transaction types", async () => {
    await pay();
    await confirmPayout(merchant, { tracking_id: "out" });
    await merchant.sandbox.flush();
    const types = payloads().map((payload) => payload["transaction_type"]);
    expect(new Set(types)).toEqual(new Set(knownTypes));
  });

  it("W3 passes on unknown statuses and types", async () => {
    const { signaturePassword } = merchant.sandbox;
    await pay();
    await merchant.sandbox.flush();
    const webhook = numipayWebhook({ signaturePassword });
    const seen: string[] = [];
    webhook.on("*", (event) => {
      seen.push(`${event.transaction_type}.${event.status}`);
    });
    const payload = { ...payloads()[0], status: "frozen", transaction_type: "refund" };
    const body = JSON.stringify(payload);
    const headers = { "x-signature": signPayload(body, signaturePassword) };
    const response = await webhook.fetch(
      new Request("http://localhost/", { method: "POST", headers, body }),
    );
    expect([response.status, seen]).toEqual([200, ["refund.frozen"]]);

    const send: typeof fetch = async (input, init) => {
      const original = await merchant.fetch(input, init);
      const text = (await original.text()).replaceAll("successful", "frozen");
      return new Response(text, { headers: original.headers });
    };
    const { transactions } = clientOf(merchant, { fetch: send });
    expect(await transactions.status("order-1")).toEqual({ transaction_status: "frozen" });
    expect(await transactions.list()).toMatchObject([{ status: "frozen" }]);
  });

  it("W4 has seven fields with a text amount", async () => {
    await pay({ amount: "200.10" });
    await merchant.sandbox.flush();
    const [{ body } = { body: "" }] = receiver.arrived;
    expect(JSON.parse(body)).toEqual({
      transaction_id: merchant.sandbox.transactions()[0]?.transaction_id,
      user_id: "customer-1",
      tracking_id: "order-1",
      status: "pending",
      currency: "EUR",
      amount: "200.10",
      transaction_type: "deposit",
    });
    expect(webhookProblems(body)).toEqual([]);
  });

  it("W5 sends one webhook for each status change", async () => {
    await confirmPayout(merchant);
    await merchant.sandbox.flush();
    expect(statuses()).toEqual(["pending"]);
    await merchant.call("POST", "/payouts/approve", { transaction_id: "order-1" });
    await merchant.call("GET", "/transactions/order-1");
    await merchant.sandbox.runUntilIdle();
    expect(statuses()).toEqual(["pending", "successful"]);
  });

  it("W6 retries every 5 minutes, up to 15 attempts", async () => {
    receiver.respondWith("down");
    await pay();
    await merchant.sandbox.runUntilIdle();
    const attempts = merchant.sandbox.deliveries().filter(({ status }) => status === "successful");
    const minutes = attempts.map(({ at }) => (Date.parse(at) - Date.parse("2026-01-01")) / 60_000);
    expect(minutes).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70]);
    expect(attempts.every(({ responseStatus }) => responseStatus === null)).toBe(true);
    expect(receiver.arrived).toHaveLength(30);
  });

  it("W7 loses webhooks after an outage of 71 minutes", async () => {
    receiver.respondWith("down");
    await pay();
    await merchant.sandbox.advance("69m");
    receiver.respondWith(204);
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.deliveries().at(-1)?.state).toBe("delivered");
    receiver.respondWith("down");
    await pay({ tracking_id: "lost" });
    await merchant.sandbox.advance("71m");
    receiver.respondWith(204);
    const before = receiver.arrived.length;
    await merchant.sandbox.advance("2d");
    expect(receiver.arrived).toHaveLength(before);
    const { transactions } = clientOf(merchant);
    expect(await transactions.status("lost")).toEqual({ transaction_status: "successful" });
  });

  it.each([300, 400, 404, 500, 503])(
    "W8 retries after any response other than 2xx: %i",
    async (status) => {
      receiver.respondWith(status);
      await pay();
      await merchant.sandbox.flush();
      receiver.respondWith(200);
      await merchant.sandbox.advance("5m");
      const attempts = merchant.sandbox.deliveries().filter((one) => one.status === "successful");
      expect(attempts.map(({ responseStatus }) => responseStatus)).toEqual([status, 200]);
      expect(attempts.map(({ state }) => state)).toEqual(["retrying", "delivered"]);
    },
  );

  it("W13 counts the first attempt by default", async () => {
    const minutesOf = async (own: Merchant) => {
      await own.submit(`${await openCheckout(own)}/northbank`, { action: "pay" });
      await own.sandbox.runUntilIdle();
      const attempts = own.sandbox.deliveries().filter(({ status }) => status === "successful");
      return attempts.map(({ at }) => (Date.parse(at) - Date.parse("2026-01-01")) / 60_000);
    };
    receiver.respondWith("down");
    expect(await minutesOf(merchant)).toHaveLength(15);
    const retries = { interval: "10m", attempts: 2, firstCounts: false } as const;
    const other = await createMerchant({ ...receiver.options, retries }, transport);
    expect(await minutesOf(other)).toEqual([0, 10, 20]);
    await other.sandbox.close();
  });

  it("W14 becomes pending when the customer submits", async () => {
    const statusesAfter = async (pendingWebhook: "on-submit" | "on-open" | "never") => {
      const own = await createMerchant({ ...receiver.options, pendingWebhook }, transport);
      const before = statuses().length;
      const url = await openCheckout(own);
      await own.sandbox.flush();
      const opened = statuses().slice(before);
      await own.submit(`${url}/northbank`, { action: "pay" });
      await own.sandbox.flush();
      const all = statuses().slice(before);
      await own.sandbox.close();
      return [opened, all];
    };
    expect(await statusesAfter("on-submit")).toEqual([[], ["pending", "successful"]]);
    expect(await statusesAfter("on-open")).toEqual([["pending"], ["pending", "successful"]]);
    expect(await statusesAfter("never")).toEqual([[], ["successful"]]);
  });

  it("W15 applies a numeric amount with its signed digits", async () => {
    const { signaturePassword } = merchant.sandbox;
    const webhook = numipayWebhook({ signaturePassword });
    const amounts: string[] = [];
    webhook.on("*", (event) => void amounts.push(event.amount));
    await pay();
    await merchant.sandbox.flush();
    const text = JSON.stringify(payloads().at(-1)).replace('"200.00"', "200.00");
    const headers = { "x-signature": signPayload(text, signaturePassword) };
    const url = "http://shop.test/webhooks/numipay";
    const response = await webhook.fetch(new Request(url, { method: "POST", headers, body: text }));
    expect([response.status, amounts]).toEqual([200, ["200.00"]]);
  });

  it("W16 appends the password to the signed text", () => {
    const text = "{}";
    const withPassword = createHash("sha1").update(`${text}secret`).digest("hex").toUpperCase();
    const without = createHash("sha1").update(text).digest("hex").toUpperCase();
    expect(signPayload(text, "secret")).toBe(withPassword);
    expect(signPayload(text, "secret")).not.toBe(without);
  });

  it("W9 signs with upper-case hex SHA-1", async () => {
    await pay();
    await merchant.sandbox.flush();
    for (const { headers, body } of receiver.arrived) {
      const text = JSON.stringify(JSON.parse(body)) + merchant.sandbox.signaturePassword;
      const expected = createHash("sha1").update(text).digest("hex").toUpperCase();
      expect(headers.get("x-signature")).toBe(expected);
      expect(expected).toMatch(/^[0-9A-F]{40}$/);
    }
    expect(receiver.arrived).toHaveLength(2);
  });

  it("W10 reproduces the documented example", () => {
    const path = createRequire(import.meta.url).resolve("@numipay/core/contract/vectors.json");
    const { vectors } = JSON.parse(readFileSync(path, "utf8")) as {
      vectors: {
        id: string;
        passwords: string[];
        headers: Record<string, string>;
        bodyBase64: string;
      }[];
    };
    const example = vectors.find(({ id }) => id === "documented-example");
    const text = Buffer.from(example?.bodyBase64 ?? "", "base64").toString("utf8");
    const signature = signPayload(text, example?.passwords[0] ?? "");
    expect(signature).toBe("5FDDA8F46411C132DCFBEE53C39BA06298CB48BC");
    expect(example?.headers["x-signature"]).toBe(signature);
  });

  it("W11 has no event id, timestamp or idempotency key", async () => {
    await pay();
    await merchant.sandbox.flush();
    const transportHeaders = [
      ["accept", "accept-encoding", "accept-language", "connection", "content-length", "host"],
      ["sec-fetch-mode", "user-agent"],
    ].flat();
    for (const { headers } of receiver.arrived) {
      const own = [...headers.keys()].filter((name) => !transportHeaders.includes(name));
      expect(own).toEqual(["content-type", "x-signature"]);
    }
    const sent: string[] = [];
    const send: typeof fetch = (input, init) => {
      sent.push(...new Headers(init?.headers).keys());
      return merchant.fetch(input, init);
    };
    const fields = { tracking_id: "b", user_id: "u", currency: "EUR", amount: "1.00" };
    await clientOf(merchant, { fetch: send }).payments.hostedCheckout(fields);
    expect(sent).toEqual(["accept", "content-type", "user-agent", "x-api-key"]);
  });

  it("W12 rejects a used tracking_id with 409", async () => {
    await openCheckout(merchant);
    const again = { request: order({ amount: "1.00" }) };
    expect(await merchant.call("POST", "/payments/hosted", again)).toMatchObject({
      status: 409,
      body: { field: "tracking_id" },
    });
    expect(merchant.sandbox.transactions().map(({ amount }) => amount)).toEqual(["200.00"]);
    await expect(
      clientOf(merchant).payments.hostedCheckout({
        tracking_id: "order-1",
        user_id: "u",
        currency: "EUR",
        amount: "1.00",
      }),
    ).rejects.toMatchObject({ code: "outcome_unknown", cause: { status: 409 } });
  });
});
