import { nothingWasDone, Numipay, RequestRejectedError } from "@numipay/core";
import { operations } from "@numipay/core/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMerchant, openCheckout, order, transports, type Merchant } from "../merchant.js";
import { callOperation, clientOf } from "./client.js";

const checkout = { tracking_id: "order-1", user_id: "u", currency: "EUR", amount: "200.00" };

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

/** The facts T… of docs/gateway.md. */
describe.each(transports)("%s", (transport) => {
  let merchant: Merchant;
  beforeEach(async () => {
    merchant = await createMerchant({}, transport);
  });
  afterEach(() => merchant.sandbox.close());

  it("T1 allows plain HTTP only on loopback", async () => {
    const { sandbox } = merchant;
    expect(() => new Numipay({ apiKey: "k", baseUrl: "http://gateway.test" })).toThrow("https");
    expect(new URL(sandbox.baseUrl).hostname).toMatch(/^(localhost|127\.0\.0\.1)$/);
    expect(await clientOf(merchant).transactions.list()).toEqual([]);
    await expect(sandbox.listen({ host: "0.0.0.0" })).rejects.toThrow("only listens on loopback");
  });

  it("T2 requires X-Api-Key on every request", async () => {
    for (const operation of Object.values(operations)) {
      expect(await callOperation(merchant, operation, { key: null })).toMatchObject({
        status: 401,
      });
      expect(await callOperation(merchant, operation, { key: "unknown" })).toMatchObject({
        status: 401,
      });
      expect(await callOperation(merchant, operation)).not.toMatchObject({ status: 401 });
    }
  });

  it("T3 opens test transactions with a DEV key", async () => {
    const { apiKey, liveApiKey } = merchant.sandbox;
    for (const key of [apiKey, liveApiKey]) {
      const response = await merchant.call("POST", "/payments/hosted", { request: order() }, key);
      expect(new URL(String(response.body["url"])).origin).toBe(merchant.sandbox.baseUrl);
    }
    expect(merchant.sandbox.transactions().map(({ mode }) => mode)).toEqual(["test", "live"]);
  });

  it("T4 requires a base URL before sending a key", async () => {
    const sent: unknown[] = [];
    const send: typeof fetch = async (input) => {
      sent.push(input);
      return new Response();
    };
    expect(process.env["NUMIPAY_BASE_URL"]).toBeUndefined();
    const numipay = new Numipay({ apiKey: merchant.sandbox.apiKey, fetch: send });
    await expect(numipay.transactions.status("order-1")).rejects.toThrow("baseUrl is missing");
    expect(sent).toEqual([]);
  });

  it("T5 responds with 2xx on success", async () => {
    const response = await merchant.call("POST", "/payments/hosted", { request: order() });
    expect(response.status).toBe(200);
    expect(merchant.sandbox.transactions()).toMatchObject([{ tracking_id: "order-1" }]);
  });

  it("T6 accepts a corrected request after a 4xx", async () => {
    const wrong = { request: order({ currency: "euro" }) };
    const refused = await merchant.call("POST", "/payments/hosted", wrong);
    expect([refused.status, refused.body["field"]]).toEqual([422, "currency"]);
    expect(merchant.sandbox.transactions()).toEqual([]);
    const corrected = await merchant.call("POST", "/payments/hosted", { request: order() });
    expect(corrected.status).toBe(200);
  });

  it("T7 reports a 5xx for the gateway's support", async () => {
    await openCheckout(merchant);
    merchant.sandbox.setChaos({ api: { serverError: 1 } });
    const call = clientOf(merchant, { retries: 0 }).transactions.status("order-1");
    const error = await failureOf(call);
    expect(error).toMatchObject({ code: "gateway_fault", status: expect.any(Number) });
    expect((error as Error).message).toContain("support");
    expect((error as Error).message).not.toContain(merchant.sandbox.apiKey);
  });

  it("T8 keeps the whole body of an error", async () => {
    const error = await failureOf(clientOf(merchant).transactions.status("none"));
    expect(error).toBeInstanceOf(RequestRejectedError);
    const { message, body } = error as RequestRejectedError;
    expect(body).toEqual({ message: "No transaction has this tracking_id.", field: "id" });
    expect(message).toContain("No transaction has this tracking_id");
  });

  it("T9 treats a 4xx as not executed, except 409", async () => {
    const { payments } = clientOf(merchant);
    const refused = await failureOf(
      payments.direct({ ...checkout, provider_id: "no-such-provider" }),
    );
    expect(refused).toMatchObject({ code: "request_rejected", status: 422 });
    expect(nothingWasDone(refused)).toBe(true);
    expect(merchant.sandbox.transactions()).toEqual([]);

    await payments.hostedCheckout(checkout);
    const used = await failureOf(payments.hostedCheckout(checkout));
    expect(used).toMatchObject({ code: "outcome_unknown", cause: { status: 409 } });
    expect(nothingWasDone(used)).toBe(false);
  });

  it("T11 requires the key for all eight operations", async () => {
    for (const operation of Object.values(operations)) {
      expect((await callOperation(merchant, operation, { key: null })).status).toBe(401);
    }
    expect(Object.keys(operations)).toHaveLength(8);
  });

  it("T10 requests the status after a redirect", async () => {
    const redirecting: typeof fetch = async (input, init) => {
      const response = await merchant.fetch(input, init);
      if (init?.method !== "POST") return response;
      return new Response(null, { status: 303, headers: { location: "/transactions/order-1" } });
    };
    const { payments } = clientOf(merchant, { fetch: redirecting });
    const error = await failureOf(payments.hostedCheckout(checkout));
    expect(error).toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "found", transaction_status: "pending" },
      cause: { code: "redirect_refused" },
    });
    expect(merchant.sandbox.transactions()).toHaveLength(1);
  });
});
