import { afterEach, describe, expect, it, vi } from "vitest";
import { Numipay } from "../../../src/client/numipay.js";
import { numipayWebhook } from "../../../src/webhooks/web.js";
import { signPayload } from "../../../src/protocol/signature.js";
import { failureOf } from "../stub-gateway.js";

// The claims of docs/test-your-integration.md.

afterEach(() => void vi.useRealTimers());

const pending = { transaction_status: "pending" };
const createClient = (fetch: typeof globalThis.fetch): Numipay =>
  new Numipay({ apiKey: "key-1", baseUrl: "https://gateway.example", fetch });

describe("fake timers", () => {
  it("drive a retry", async () => {
    vi.useFakeTimers();
    const fetch = vi
      .fn<typeof globalThis.fetch>()
      .mockResolvedValueOnce(Response.json({}, { status: 503 }))
      .mockResolvedValueOnce(Response.json(pending));
    const call = createClient(fetch).transactions.status("o-1");
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce(), { timeout: 20_000 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await call).toEqual(pending);
  });

  it("drive the time limit of a call", async () => {
    vi.useFakeTimers();
    const fetch = vi.fn<typeof globalThis.fetch>(() => new Promise(() => {}));
    const call = createClient(fetch).transactions.status("o-1");
    const failure = failureOf(call);
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce(), { timeout: 20_000 });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await failure).toMatchObject({ code: "timeout" });
  });

  it("do not stop a call that needs no timer", async () => {
    vi.useFakeTimers();
    const client = createClient(() => Promise.resolve(Response.json(pending)));
    expect(await client.transactions.status("o-1")).toEqual(pending);
  });

  it("do not stop a webhook", async () => {
    vi.useFakeTimers();
    const webhook = numipayWebhook({ signaturePassword: "a-signature-password-of-30-chars" });
    const handler = vi.fn<() => void>();
    webhook.on("*", handler);
    const body = JSON.stringify({
      transaction_id: "t-1",
      user_id: "u-1",
      tracking_id: "o-1",
      transaction_type: "deposit",
      status: "successful",
      currency: "EUR",
      amount: "200.00",
    });
    const headers = { "x-signature": signPayload(body, "a-signature-password-of-30-chars") };
    const request = new Request("http://localhost/", { method: "POST", body, headers });
    expect((await webhook.fetch(request)).status).toBe(200);
    expect(handler).toHaveBeenCalledOnce();
  });
});
