import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMerchant } from "../merchant.js";

const loose = { pattern: null, minLength: 0, maxLength: null, required: false } as const;

/** A contract with as few formats as possible. The sandbox must still store, compare and serialize the values. */
const contract = {
  fields: {
    tracking_id: loose,
    user_id: { ...loose, type: "any" },
    currency: loose,
    amount: loose,
    return_url: { ...loose, type: "any" },
    country: { ...loose, type: "boolean" },
    provider_id: { ...loose, type: "number" },
    card_number: { ...loose, type: "number" },
    expiry_year: { ...loose, type: "any" },
    from: { type: "any" },
    to: { type: "number" },
  },
  operations: {
    hostedCheckout: { envelope: null, fields: { user_id: { in: "query", type: "any" } } },
    transactionStatus: { method: "POST", path: "/{id}..{part}/status" },
    note: { method: "DELETE", path: "/notes/{id}", fields: { why: { in: "body", type: "any" } } },
  },
  webhook: { fields: { amount: { type: "number" }, user_id: { type: "boolean" } } },
  timeZone: "Pacific/Apia",
} as const;

const value = fc.oneof(
  fc.constantFrom("", "order-1", "1.00", "EUR", "9".repeat(400), "\u0000", "\ud800", "__proto__"),
  fc.constantFrom("30-12-2011", "01-01-0001", "31-12-9999", "javascript:alert(1)"),
  fc.constantFrom(0, -1, 1e308, 1.5, 200, true, null),
  fc.jsonValue({ maxDepth: 2 }),
);
const name = fc.oneof(
  fc.constantFrom(...Object.keys(contract.fields), "id", "part", "why", "transaction_id"),
  fc.constantFrom("__proto__", "constructor", "request", "toString"),
);
const fields = fc
  .tuple(fc.constantFrom("1.00", "2.50"), fc.dictionary(name, value, { maxKeys: 4 }))
  .map(([amount, rest]) => ({ amount, ...rest }));
const segment = fc.constantFrom("a", "..", "%2F", "%00", "%ff", "order-1", "a..b");
const request = fc.record({
  method: fc.constantFrom("POST", "GET", "DELETE", "PUT"),
  path: fc.oneof(
    fc.constantFrom("/payments/hosted", "/payments/direct", "/payments/server-to-server"),
    fc.constantFrom("/payouts/request", "/payouts/reject", "/payouts/approve", "/transactions"),
    fc.tuple(segment, segment).map(([a, b]) => `/${a}..${b}/status`),
    segment.map((one) => `/notes/${one}`),
  ),
  query: fc.dictionary(name, fc.string(), { maxKeys: 3 }),
  body: fields,
  isWrapped: fc.boolean(),
});

describe("a sandbox with a loose contract", () => {
  it("never responds with a 5xx", async () => {
    const { sandbox } = await createMerchant({ contract });
    const pages: string[] = [];
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, body, isWrapped }) => {
        const search = new URLSearchParams(query).toString();
        const text = JSON.stringify(isWrapped ? { request: body } : body);
        const response = await sandbox.fetch(`${path}?${search}`, {
          method,
          headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
          ...(method === "GET" ? {} : { body: text }),
        });
        const received = (await response.json()) as { url?: string };
        expect([response.status < 500, received]).toEqual([true, expect.anything()]);
        if (received.url !== undefined && received.url !== "") pages.push(received.url);
      }),
      { numRuns: 1500, seed: 20_260_101 },
    );
    expect(pages.length).toBeGreaterThan(10);
    for (const page of pages) {
      expect((await sandbox.fetch(page)).status).toBeLessThan(400);
      expect((await sandbox.fetch(page.replace("cashier", "result"))).status).toBeLessThan(405);
      const body = new URLSearchParams({ action: "leave" });
      expect((await sandbox.fetch(page, { method: "POST", body })).status).toBeLessThan(404);
    }
    await sandbox.runUntilIdle();
    expect((await sandbox.fetch("/portal/transactions")).status).toBe(200);
    expect((await sandbox.fetch("/portal/deliveries")).status).toBe(200);
    for (const { transaction_id } of sandbox.transactions()) {
      expect((await sandbox.fetch(`/portal/transactions/${transaction_id}`)).status).toBe(200);
    }
  }, 30_000);
});
