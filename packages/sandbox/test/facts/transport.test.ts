import { nothingWasDone, Numipay, RequestRejectedError } from "@numipay/core";
import { operations } from "@numipay/core/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMerchant, openCheckout, order, transports, type Merchant } from "../merchant.js";
import { ask, clientOf } from "./ask.js";

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

  it("T1 HTTPS only: plain HTTP is for loopback alone, and there alone the sandbox listens", async () => {
    const { sandbox } = merchant;
    expect(() => new Numipay({ apiKey: "k", baseUrl: "http://gateway.test" })).toThrow("https");
    expect(new URL(sandbox.baseUrl).hostname).toMatch(/^(localhost|127\.0\.0\.1)$/);
    expect(await clientOf(merchant).transactions.list()).toEqual([]);
    await expect(sandbox.listen({ host: "0.0.0.0" })).rejects.toThrow("loopback only");
  });

  it("T2 X-Api-Key stands on every request: without it, each operation answers 401", async () => {
    for (const operation of Object.values(operations)) {
      expect(await ask(merchant, operation, { key: null })).toMatchObject({ status: 401 });
      expect(await ask(merchant, operation, { key: "unknown" })).toMatchObject({ status: 401 });
      expect(await ask(merchant, operation)).not.toMatchObject({ status: 401 });
    }
  });

  it("T3 a DEV key makes it a test, at the same address as the live key", async () => {
    const { apiKey, liveApiKey } = merchant.sandbox;
    for (const key of [apiKey, liveApiKey]) {
      const answer = await merchant.call("POST", "/payments/hosted", { request: order() }, key);
      expect(new URL(String(answer.body["url"])).origin).toBe(merchant.sandbox.baseUrl);
    }
    expect(merchant.sandbox.transactions().map(({ mode }) => mode)).toEqual(["test", "live"]);
  });

  it("T4 the base URL is unknown: who gives none is told so, and no key goes anywhere", () => {
    const sent: unknown[] = [];
    const send: typeof fetch = async (input) => {
      sent.push(input);
      return new Response();
    };
    expect(process.env["NUMIPAY_BASE_URL"]).toBeUndefined();
    expect(() => new Numipay({ apiKey: merchant.sandbox.apiKey, fetch: send })).toThrow("baseUrl");
    expect(sent).toEqual([]);
  });

  it("T5 2xx worked: what it says is there", async () => {
    const answer = await merchant.call("POST", "/payments/hosted", { request: order() });
    expect(answer.status).toBe(200);
    expect(merchant.sandbox.transactions()).toMatchObject([{ tracking_id: "order-1" }]);
  });

  it("T6 4xx is the request's or the account's fault, and safe to send again once mended", async () => {
    const wrong = { request: order({ currency: "euro" }) };
    const refused = await merchant.call("POST", "/payments/hosted", wrong);
    expect([refused.status, refused.body["field"]]).toEqual([422, "currency"]);
    expect(merchant.sandbox.transactions()).toEqual([]);
    const mended = await merchant.call("POST", "/payments/hosted", { request: order() });
    expect(mended.status).toBe(200);
  });

  it("T7 5xx is the gateway's fault: the client's error is a report for its support", async () => {
    await openCheckout(merchant);
    merchant.sandbox.setChaos({ api: { serverError: 1 } });
    const call = clientOf(merchant, { retries: 0 }).transactions.status("order-1");
    const error = await failureOf(call);
    expect(error).toMatchObject({ code: "gateway_fault", status: expect.any(Number) });
    expect((error as Error).message).toContain("support");
    expect((error as Error).message).not.toContain(merchant.sandbox.apiKey);
  });

  it("T8 the body of an error is unknown: it is kept whole, and its message read", async () => {
    const error = await failureOf(clientOf(merchant).transactions.status("none"));
    expect(error).toBeInstanceOf(RequestRejectedError);
    const { message, body } = error as RequestRejectedError;
    expect(body).toEqual({ message: "No transaction has this tracking_id", field: "id" });
    expect(message).toContain("No transaction has this tracking_id");
  });

  it("T9 a 4xx is assumed to mean that nothing was done, but not a 409", async () => {
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

  it("T11 all eight operations demand the key, also the three on which it is not marked as required", async () => {
    for (const operation of Object.values(operations)) {
      expect((await ask(merchant, operation, { key: null })).status).toBe(401);
    }
    expect(Object.keys(operations)).toHaveLength(8);
  });

  it("T10 a redirect may follow a request that was carried out: the status is asked", async () => {
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
