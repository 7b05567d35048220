import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { defineContract, type ContractOverride } from "../../src/index.js";
import {
  respondWith,
  byMethod,
  checkout,
  clientOf,
  direct,
  failureOf,
  startGateway,
} from "./stub-gateway.js";

// Decision 0021: one contract override describes every difference.

/** Calls the client under an override and returns the request and the result. */
async function sent(
  contract: ContractOverride,
  reply: unknown,
  call: "direct" | "status" | "list",
) {
  const gateway = await startGateway(respondWith(200, reply));
  const numipay = clientOf(gateway, { contract });
  const result =
    call === "direct"
      ? await numipay.payments.direct(direct)
      : call === "status"
        ? await numipay.transactions.status("a/b")
        : await numipay.transactions.list({ from: "2024-08-01", to: "2024-08-02" });
  const [request] = gateway.seen;
  return {
    request,
    result,
    body: request?.text ? (JSON.parse(request.text) as unknown) : undefined,
  };
}

const page = { url: "https://pay.example/1" };
const pending = { transaction_status: "pending" };

describe("a contract override", () => {
  it("changes method, path and base path", async () => {
    const contract = {
      basePath: "/api",
      operations: { direct: { method: "PUT", path: "/d" } },
    } as const;
    const { request } = await sent(contract, page, "direct");
    expect(request).toMatchObject({ method: "PUT", path: "/api/d" });
  });

  it("changes the API key header", async () => {
    const { request } = await sent({ headers: { apiKey: "X-Merchant-Key" } }, page, "direct");
    expect(request?.headers).toMatchObject({ "x-merchant-key": expect.stringMatching(/./) });
    expect(request?.headers["x-api-key"]).toBeUndefined();
  });

  it("renames fields and sends numbers", async () => {
    const fields = {
      provider_id: { name: "providerId", pattern: null },
      amount: { type: "number" },
    } as const;
    const { body } = await sent({ operations: { direct: { fields } } }, page, "direct");
    expect(body).toMatchObject({ request: { providerId: direct.provider_id, amount: 200 } });
    expect((body as { request: object }).request).not.toHaveProperty("provider_id");
  });

  it("rejects an amount that changes as number", async () => {
    const gateway = await startGateway(respondWith(200, page));
    const contract = { fields: { amount: { type: "number" } } } as const;
    const error = await failureOf(
      clientOf(gateway, { contract }).payments.direct({
        ...direct,
        amount: "0.1000000000000000055",
      }),
    );
    expect(error).toMatchObject({ code: "invalid_argument", field: "amount" });
    expect(gateway.seen).toEqual([]);
  });

  it("removes and renames the envelope", async () => {
    for (const [envelope, expected] of [
      [null, { amount: "200.00" }],
      ["data", { data: {} }],
    ] as const) {
      const { body } = await sent({ operations: { direct: { envelope } } }, page, "direct");
      expect(body).toMatchObject(expected);
      expect(body).not.toHaveProperty("request");
    }
  });

  it("relaxes and adds field rules", async () => {
    const gateway = await startGateway(respondWith(200, page));
    const contract = {
      fields: { currency: { pattern: "^[A-Z]{3,5}$" }, user_id: { required: false } },
      operations: { direct: { fields: { session: { required: true } } } },
    } as const;
    const { payments } = clientOf(gateway, { contract });
    const { user_id: _, ...anonymous } = { ...direct, currency: "USDT" };
    expect(await failureOf(payments.direct(anonymous as never))).toMatchObject({
      field: "session",
    });
    await payments.direct({ ...anonymous, session: "s-1" } as never);
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toMatchObject({ request: { session: "s-1" } });
  });

  it("reads renamed and wrapped responses", async () => {
    const response = { at: "data.page", fields: { url: { name: "redirect_url" } } };
    const reply = { data: { page: { redirect_url: page.url, id: 7 } } };
    const { result } = await sent({ operations: { direct: { response } } }, reply, "direct");
    expect(result).toEqual({ url: page.url, id: 7 });
  });

  it("reads wrapped lists with renamed fields", async () => {
    const contract = {
      operations: { listTransactions: { response: { at: "data.items" } } },
      webhook: { fields: { transaction_id: { name: "id" } } },
    };
    const { result } = await sent(contract, { data: { items: [{ id: "t-1" }] } }, "list");
    expect(result).toEqual([{ transaction_id: "t-1" }]);
  });

  it("renames and reformats query parameters", async () => {
    const contract = {
      dateFormat: "YYYY-MM-DD",
      operations: {
        transactionStatus: { path: "/status", fields: { id: { name: "tracking_id" } } },
        listTransactions: { fields: { from: { name: "date_from" } } },
      },
    };
    expect((await sent(contract, pending, "status")).request?.path).toBe(
      "/status?tracking_id=a%2Fb",
    );
    expect((await sent(contract, [], "list")).request?.path).toBe(
      "/transactions?date_from=2024-08-01&to=2024-08-02",
    );
  });

  it("retries a status check sent by POST", async () => {
    const contract = {
      operations: { transactionStatus: { method: "POST", path: "/status" } },
    } as const;
    const { request, body } = await sent(contract, pending, "status");
    expect([request?.method, body]).toEqual(["POST", { id: "a/b" }]);
    const failing = await startGateway(respondWith(503));
    await failureOf(clientOf(failing, { contract, retryDelayMs: 0 }).transactions.status("a"));
    expect(failing.seen).toHaveLength(3);
  });

  it("loads from a file", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "numipay-contract-")), "contract.json");
    onTestFinished(() => rm(dirname(file), { recursive: true }));
    await writeFile(file, JSON.stringify({ basePath: "/v9" }));
    const gateway = await startGateway(respondWith(200, page));
    await clientOf(gateway, { contract: file }).payments.direct(direct);
    expect(gateway.seen[0]?.path).toBe("/v9/payments/direct");
    for (const encoding of ["utf8", "utf16le"] as const) {
      await writeFile(file, Buffer.from(`\uFEFF${JSON.stringify({ basePath: "/v8" })}`, encoding));
      await clientOf(gateway, { contract: file }).payments.direct(direct);
      expect(gateway.seen.at(-1)?.path).toBe("/v8/payments/direct");
    }
    await writeFile(file, "{");
    expect(() => clientOf(gateway, { contract: file })).toThrow(/^contract file .*is not JSON/);
    expect(() => clientOf(gateway, { contract: "/no/such.json" })).toThrow(
      /cannot be read \(ENOENT\)/,
    );
  });
});

describe("a redirect as the response", () => {
  const to = (location: string) => respondWith(303, "", { location });
  const contract = { operations: { direct: { response: { redirect: true } } } };

  it("becomes the url and is not followed", async () => {
    const gateway = await startGateway(to("/pages/1?x=2"));
    const { url } = await clientOf(gateway, { contract }).payments.direct(direct);
    expect(url).toBe(`${gateway.url}/pages/1?x=2`);
    expect(gateway.seen).toHaveLength(1);
  });

  it.each(["", "javascript:alert(1)", "https://user:canary@pay.example/", "/payments/direct/"])(
    "is not a url for %j",
    async (location) => {
      const gateway = await startGateway(byMethod({ POST: to(location), GET: respondWith(404) }));
      const error = await failureOf(clientOf(gateway, { contract }).payments.direct(direct));
      expect(error).toMatchObject({ code: "outcome_unknown" });
      expect(String(error)).not.toContain("canary");
    },
  );

  it("leaves the outcome unknown by default", async () => {
    const gateway = await startGateway(byMethod({ POST: to("/p"), GET: respondWith(404) }));
    const error = await failureOf(clientOf(gateway).payments.direct(direct));
    expect(String(error)).toContain("contract.operations.direct.response.redirect");
  });

  it("is rejected for other operations", () => {
    const operations = { serverToServer: { response: { redirect: true } } };
    expect(() => defineContract({ operations })).toThrow(/hostedCheckout, direct, requestPayout/);
  });
});

describe("request", () => {
  const refund = { method: "POST", path: "/refunds/{id}" } as const;

  it("calls an operation of the override once", async () => {
    const gateway = await startGateway(respondWith(200, { refund_id: 5 }));
    const numipay = clientOf(gateway, { contract: { operations: { refund } } });
    expect(await numipay.request("refund", { id: "a/b", amount: "1.00", note: "n" })).toEqual({
      refund_id: 5,
    });
    expect(gateway.seen[0]).toMatchObject({ method: "POST", path: "/refunds/a%2Fb" });
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toEqual({ amount: "1.00", note: "n" });
  });

  it("calls an inline operation", async () => {
    const gateway = await startGateway(respondWith(200, { balance: 5 }));
    const balance = { name: "balance", method: "GET", path: "/balance" } as const;
    expect(await clientOf(gateway).request(balance, { currency: "EUR" })).toEqual({ balance: 5 });
    expect(gateway.seen[0]).toMatchObject({
      method: "GET",
      path: "/balance?currency=EUR",
      text: "",
    });
  });

  it("never repeats a call that may have arrived", async () => {
    const gateway = await startGateway(respondWith(500, { card: "4242424242424242" }));
    const error = await failureOf(
      clientOf(gateway).request(
        { name: "refund", ...refund },
        { id: "1", card_number: "4242424242424242" },
      ),
    );
    expect(error).toMatchObject({ code: "outcome_unknown", operation: "refund" });
    expect(gateway.seen).toHaveLength(1);
    expect(String(error)).not.toContain("4242");
  });

  it.each([
    ["hostedCheckout", /payments\.hostedCheckout/],
    ["refnd", /Did you mean refund\?/],
    [{ name: "x", method: "POST" }, /path/],
    [{ name: "x", method: "POST", path: "//evil.example" }, /starts with a single/],
    [undefined, /must have its own name/],
  ])("rejects %j", async (operation, message) => {
    const gateway = await startGateway(respondWith(200));
    const numipay = clientOf(gateway, { contract: { operations: { refund } } });
    const error = await failureOf(numipay.request(operation as never, {}));
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(String(error)).toMatch(message);
    expect(gateway.seen).toEqual([]);
  });
});

describe("an error without an override", () => {
  it.each([
    [
      { redirect_url: page.url },
      /redirect_url.*contract\.operations\.hostedCheckout\.response\.fields\.url\.name/,
    ],
    [{ data: page }, /the fields are data.*contract\.operations\.hostedCheckout\.response\.at/],
  ])("names the contract option for the response %j", async (reply, message) => {
    const gateway = await startGateway(
      byMethod({ POST: respondWith(200, reply), GET: respondWith(404) }),
    );
    expect(String(await failureOf(clientOf(gateway).payments.hostedCheckout(checkout)))).toMatch(
      message,
    );
  });

  it.each([
    [404, /contract\.operations\.hostedCheckout\.path/],
    [405, /contract\.operations\.hostedCheckout\.method/],
    [422, /contract\.operations\.hostedCheckout\.fields/],
  ])("names the contract option after a %d", async (status, message) => {
    const gateway = await startGateway(respondWith(status));
    expect(String(await failureOf(clientOf(gateway).payments.hostedCheckout(checkout)))).toMatch(
      message,
    );
  });

  it("names the contract option for a field", async () => {
    const gateway = await startGateway(respondWith(200, page));
    const error = await failureOf(
      clientOf(gateway).payments.hostedCheckout({ ...checkout, currency: "USDT" }),
    );
    expect(String(error)).toContain("contract.operations.hostedCheckout.fields.currency");
  });
});
