import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { Numipay } from "../../../src/client/numipay.js";
import { checkout, failureOf } from "../stub-gateway.js";

// The claims of docs/test-your-integration.md.

const baseUrl = "https://gateway.example";
const server = setupServer();

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const numipay = new Numipay({ apiKey: "key-1", baseUrl, retryDelayMs: 1 });

describe("msw", () => {
  it("responds to a client created before", async () => {
    server.use(
      http.post(`${baseUrl}/payments/hosted`, async ({ request }) => {
        expect(request.headers.get("x-api-key")).toBe("key-1");
        expect(await request.json()).toEqual({ request: checkout });
        return HttpResponse.json({ url: "https://pay.example/1" });
      }),
    );
    expect(await numipay.payments.hostedCheckout(checkout)).toEqual({
      url: "https://pay.example/1",
    });
  });

  it("breaks a connection, which leaves the outcome unknown", async () => {
    server.use(
      http.post(`${baseUrl}/payments/hosted`, () => HttpResponse.error()),
      http.get(`${baseUrl}/transactions/:id`, () =>
        HttpResponse.json({ transaction_status: "pending" }),
      ),
    );
    expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "found", transaction_status: "pending" },
    });
  });

  it("reports a request without a handler as an unknown outcome", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => log.mockRestore());
    expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toMatchObject({
      code: "outcome_unknown",
    });
  });

  it("responds again to a retried call", async () => {
    const statuses = [503, 200];
    server.use(
      http.get(`${baseUrl}/transactions/:id`, () =>
        HttpResponse.json({ transaction_status: "pending" }, { status: statuses.shift() ?? 500 }),
      ),
    );
    expect(await numipay.transactions.status("o-1")).toEqual({ transaction_status: "pending" });
    expect(statuses).toEqual([]);
  });
});
