import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { createSandbox } from "../../src/index.js";
import { signPayload } from "../../src/delivery/sign-payload.js";
import { createMerchant, openCheckout, type Merchant } from "../merchant.js";

const start = Date.parse("2026-01-01T00:00:00Z");
const minute = 60_000;

async function pay(merchant: Merchant, trackingId = "order-1"): Promise<void> {
  const url = await openCheckout(merchant, { tracking_id: trackingId });
  await merchant.submit(`${url}/northbank`, { action: "pay" });
}

describe("a webhook", () => {
  it("has seven ordered fields in signed JSON", async () => {
    const merchant = await createMerchant();
    await pay(merchant);
    await merchant.sandbox.flush();
    const [row] = merchant.sandbox.transactions();
    const [, final] = merchant.received;
    expect(final?.body).toBe(
      `{"transaction_id":"${row?.transaction_id}","user_id":"customer-1","tracking_id":"order-1",` +
        `"status":"successful","currency":"EUR","amount":"200.00","transaction_type":"deposit"}`,
    );
    expect(final?.signature).toBe(
      signPayload(final?.body ?? "", merchant.sandbox.signaturePassword),
    );
    expect(new Headers(final?.init.headers).get("content-type")).toBe("application/json");
    expect(final?.init.method).toBe("POST");
  });

  it("is not created without a URL", async () => {
    const merchant = await createMerchant();
    merchant.sandbox.setWebhookUrl(undefined);
    await pay(merchant);
    await merchant.sandbox.runUntilIdle();
    merchant.sandbox.setWebhookUrl("http://shop.test/late");
    await merchant.sandbox.runUntilIdle();
    expect(merchant.received).toEqual([]);
    expect(merchant.sandbox.deliveries()).toEqual([]);
  });

  it("reports the status at the time of the change", async () => {
    const merchant = await createMerchant();
    await pay(merchant);
    expect(merchant.sandbox.transactions()[0]?.status).toBe("successful");
    await merchant.sandbox.flush();
    expect(merchant.statuses()).toEqual(["pending", "successful"]);
  });

  it("is sent in the order of changes", async () => {
    const merchant = await createMerchant();
    for (const id of ["a", "b", "c"]) await pay(merchant, id);
    await merchant.sandbox.flush();
    const order = merchant.received.map(
      ({ body }) => (JSON.parse(body) as { tracking_id: string }).tracking_id,
    );
    expect(order).toEqual(["a", "a", "b", "b", "c", "c"]);
  });

  it("cancels the response body", async () => {
    const merchant = await createMerchant();
    let cancelled = 0;
    merchant.respondWith(
      () =>
        new Response(
          new ReadableStream({
            cancel() {
              cancelled += 1;
            },
          }),
        ),
    );
    await pay(merchant);
    await merchant.sandbox.flush();
    expect(cancelled).toBe(2);
  });

  it("waits for the previous response", async () => {
    const merchant = await createMerchant();
    let open = 0;
    let maxOpen = 0;
    merchant.respondWith(async () => {
      maxOpen = Math.max(maxOpen, (open += 1));
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return new Response();
    });
    await pay(merchant);
    await Promise.all([merchant.sandbox.flush(), merchant.sandbox.advance("5m")]);
    expect([maxOpen, merchant.received.length]).toEqual([1, 2]);
  });
});

describe("a failed delivery", () => {
  it("is attempted 15 times, every 5 minutes", async () => {
    const merchant = await createMerchant();
    merchant.respondWith(() => Promise.reject(new TypeError("fetch failed")));
    await merchant.sandbox.advance("7m");
    await pay(merchant);
    await merchant.sandbox.advance("10h");
    const attempts = merchant.sandbox.deliveries().filter(({ status }) => status === "successful");
    expect(attempts.map(({ attempt }) => attempt)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ]);
    expect(attempts.map(({ at }) => Date.parse(at))).toEqual(
      Array.from({ length: 15 }, (_, index) => start + (7 + 5 * index) * minute),
    );
    expect(attempts.map(({ state }) => state)).toEqual([
      ...Array.from({ length: 14 }, () => "retrying"),
      "given-up",
    ]);
    expect(attempts[0]).toMatchObject({
      responseStatus: null,
      error: "fetch failed",
      nextAttemptAt: "2026-01-01T00:12:00.000Z",
    });
    expect(attempts.at(-1)?.nextAttemptAt).toBeNull();
    const count = merchant.received.length;
    expect(count).toBe(30);
    await merchant.sandbox.runUntilIdle();
    expect(merchant.received).toHaveLength(count);
  });

  it("is delivered unchanged after an outage", async () => {
    const merchant = await createMerchant();
    merchant.respondWith(() => new Response(null, { status: 503 }));
    await pay(merchant);
    await merchant.sandbox.advance("12m");
    merchant.respondWith(() => new Response());
    await merchant.sandbox.runUntilIdle();
    const attempts = merchant.sandbox.deliveries().filter(({ status }) => status === "successful");
    expect(attempts.map(({ responseStatus }) => responseStatus)).toEqual([503, 503, 503, 200]);
    expect(attempts.at(-1)).toMatchObject({ at: "2026-01-01T00:15:00.000Z", state: "delivered" });
    expect(new Set(attempts.map(({ requestBody }) => requestBody)).size).toBe(1);
    expect(new Set(attempts.map(({ signature }) => signature)).size).toBe(1);
    expect(new Set(attempts.map(({ deliveryId }) => deliveryId)).size).toBe(1);
  });

  it.each([302, 304, 400, 404, 500])("follows a response of %i", async (status) => {
    const merchant = await createMerchant();
    merchant.respondWith(() => new Response(null, { status }));
    await pay(merchant);
    await merchant.sandbox.flush();
    expect(merchant.sandbox.deliveries()[0]).toMatchObject({
      responseStatus: status,
      error: null,
      state: "retrying",
    });
  });

  it("is retried at a corrected URL", async () => {
    const merchant = await createMerchant();
    merchant.respondWith(() => new Response(null, { status: 404 }));
    await pay(merchant);
    await merchant.sandbox.flush();
    merchant.sandbox.setWebhookUrl("http://shop.test/right");
    await merchant.sandbox.advance("5m");
    expect(merchant.received.at(-1)?.url).toBe("http://shop.test/right");
  });

  it("follows a timeout that ignores the signal", async () => {
    const merchant = await createMerchant({ deliveryTimeoutMs: 5 });
    merchant.respondWith(() => new Promise<Response>(() => undefined));
    await pay(merchant);
    await merchant.sandbox.flush();
    expect(merchant.sandbox.deliveries()).toHaveLength(2);
    expect(merchant.sandbox.deliveries()[0]).toMatchObject({
      responseStatus: null,
      error: "No response within 5 ms",
      state: "retrying",
    });
  });

  it("follows a redirect, which is not followed", async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? "");
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const merchant = await createMerchant({
      deliver: fetch,
      webhookUrl: `http://127.0.0.1:${port}/hook`,
    });
    await pay(merchant);
    await merchant.sandbox.flush();
    expect(merchant.sandbox.deliveries()[0]).toMatchObject({ responseStatus: 307 });
    expect(new Set(paths)).toEqual(new Set(["/hook"]));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("accepts a response without a stream", async () => {
    const response = { status: 204, headers: new Headers(), text: async () => "" };
    const merchant = await createMerchant({ deliver: async () => response as Response });
    await pay(merchant);
    await merchant.sandbox.flush();
    expect(merchant.sandbox.deliveries()[0]).toMatchObject({ responseStatus: 204, error: null });
  });

  it("has the connection error", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const merchant = await createMerchant({
      deliver: fetch,
      webhookUrl: `http://127.0.0.1:${port}/hook`,
    });
    await pay(merchant);
    await merchant.sandbox.flush();
    expect(merchant.sandbox.deliveries()[0]?.error).toContain("ECONNREFUSED");
  });
});

describe("retries", () => {
  it("use a custom interval and limit", async () => {
    const merchant = await createMerchant({ retries: { interval: "90s", attempts: 3 } });
    merchant.respondWith(() => new Response(null, { status: 503 }));
    await pay(merchant);
    await merchant.sandbox.runUntilIdle();
    const attempts = merchant.sandbox.deliveries().filter(({ status }) => status === "successful");
    expect(attempts.map(({ at }) => Date.parse(at) - start)).toEqual([0, 90_000, 180_000]);
    expect(attempts.at(-1)).toMatchObject({ state: "given-up", nextAttemptAt: null });
  });

  it("can exclude the first attempt", async () => {
    const merchant = await createMerchant({ retries: { firstCounts: false } });
    merchant.respondWith(() => new Response(null, { status: 503 }));
    await pay(merchant);
    await merchant.sandbox.runUntilIdle();
    const attempts = merchant.sandbox.deliveries().filter(({ status }) => status === "successful");
    expect(attempts).toHaveLength(16);
    expect(Date.parse(attempts.at(-1)?.at ?? "") - start).toBe(75 * minute);
  });

  it("can be disabled", async () => {
    const merchant = await createMerchant({ retries: { attempts: 1 } });
    merchant.respondWith(() => new Response(null, { status: 503 }));
    await pay(merchant);
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.deliveries().map(({ state }) => state)).toEqual([
      "given-up",
      "given-up",
    ]);
  });
});

describe("the webhook URL", () => {
  it.each(["", "shop.test/hook", "ftp://shop.test/hook", "javascript:alert(1)"])(
    "cannot be %j",
    async (url) => {
      const { sandbox } = await createMerchant();
      expect(() => sandbox.setWebhookUrl(url)).toThrow(TypeError);
      await expect(createSandbox({ webhookUrl: url })).rejects.toThrow(TypeError);
    },
  );
});
