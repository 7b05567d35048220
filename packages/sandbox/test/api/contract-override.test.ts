import { Numipay } from "@numipay/core";
import type { ContractOverride } from "@numipay/core/protocol";
import { describe, expect, it } from "vitest";
import { createMerchant, order, type Merchant } from "../merchant.js";
import { clientOf } from "../facts/client.js";

const checkout = {
  tracking_id: "order-1",
  user_id: "customer-1",
  currency: "EUR",
  amount: "200.00",
};
const direct = { ...checkout, provider_id: "pursa" };
const range = { from: "2026-01-01", to: "2026-01-02" };

interface Difference {
  readonly contract: ContractOverride;
  /** What a client with the same contract calls. */
  readonly call: (numipay: Numipay) => Promise<unknown>;
  readonly result: unknown;
  /** The error for a client without the override. Undefined if the client itself rejects the response. */
  readonly withoutOverride: RegExp | undefined;
}

const open = (numipay: Numipay) => numipay.payments.hostedCheckout(checkout);
const openDirect = (numipay: Numipay) => numipay.payments.direct(direct);
const openWith = (fields: object) => (numipay: Numipay) =>
  numipay.payments.hostedCheckout({ ...checkout, ...fields } as typeof checkout);
const status = (numipay: Numipay) => numipay.transactions.status("order-0");
const list = (numipay: Numipay) => numipay.transactions.list(range);

const page = { url: expect.stringContaining("/cashier/") };
const pending = { transaction_status: "pending" };
const row = expect.objectContaining({ tracking_id: "order-0", status: "pending" });
const hosted = (part: object): ContractOverride => ({ operations: { hostedCheckout: part } });

const differences: Record<string, Difference> = {
  "a method and a path": {
    contract: hosted({ method: "PUT", path: "/v2/checkout" }),
    call: open,
    result: page,
    withoutOverride: /hostedCheckout is PUT \/v2\/checkout\. Pass the same contract to the client/,
  },
  "a base path": {
    contract: { basePath: "/api/v2" },
    call: open,
    result: page,
    withoutOverride: /hostedCheckout is POST \/api\/v2\/payments\/hosted/,
  },
  "the header of the key": {
    contract: { headers: { apiKey: "X-Merchant-Key" } },
    call: status,
    result: pending,
    withoutOverride: /X-Merchant-Key header is missing.*X-Api-Key.*contract\.headers\.apiKey/,
  },
  "no envelope": {
    contract: hosted({ envelope: null }),
    call: open,
    result: page,
    withoutOverride:
      /tracking_id is missing.*envelope.*contract\.operations\.hostedCheckout\.envelope/,
  },
  "another envelope": {
    contract: hosted({ envelope: "payment" }),
    call: open,
    result: page,
    withoutOverride: /\{"payment": .*has "request".*contract\.operations\.hostedCheckout\.envelope/,
  },
  "a renamed field": {
    contract: { operations: { direct: { fields: { provider_id: { name: "providerId" } } } } },
    call: openDirect,
    result: page,
    withoutOverride: /providerId is missing.*has provider_id.*contract\.operations\.direct\.fields/,
  },
  "a renamed optional field": {
    contract: { fields: { return_url: { name: "returnUrl" } } },
    call: openWith({ return_url: "https://shop.test/back" }),
    result: page,
    withoutOverride: /returnUrl is missing.*has return_url/,
  },
  "an amount that is a number": {
    contract: { fields: { amount: { type: "number" } } },
    call: open,
    result: page,
    withoutOverride: /amount must be a number under the contract override; it was sent as a string/,
  },
  "a provider id that is a number": {
    contract: { operations: { direct: { fields: { provider_id: { type: "number" } } } } },
    call: (numipay) => numipay.payments.direct({ ...direct, provider_id: 3 as never }),
    result: { url: expect.stringMatching(/\/cashier\/\w+\/pursa$/) },
    withoutOverride: undefined,
  },
  "a provider id of another form": {
    contract: {
      operations: { direct: { fields: { provider_id: { pattern: "^\\d+$", must: "be digits" } } } },
    },
    call: (numipay) => numipay.payments.direct({ ...direct, provider_id: "1" }),
    result: { url: expect.stringMatching(/\/cashier\/\w+\/northbank$/) },
    withoutOverride: undefined,
  },
  "a relaxed form": {
    contract: { fields: { currency: { pattern: "^[A-Z]{3,5}$" } } },
    call: openWith({ currency: "USDT" }),
    result: page,
    withoutOverride: undefined,
  },
  "a customer that may be missing": {
    contract: { fields: { user_id: { required: false } } },
    call: openWith({ user_id: undefined }),
    result: page,
    withoutOverride: undefined,
  },
  "a required field that the library does not know": {
    contract: hosted({ fields: { session: { required: true, name: "sessionId" } } }),
    call: openWith({ session: "s-1" }),
    result: page,
    withoutOverride: /sessionId is missing/,
  },
  "a renamed and wrapped response": {
    contract: hosted({ response: { at: "data.page", fields: { url: { name: "redirect_url" } } } }),
    call: open,
    result: page,
    withoutOverride: undefined,
  },
  "a redirect as the response": {
    contract: { operations: { direct: { response: { redirect: true } } } },
    call: openDirect,
    result: page,
    withoutOverride: undefined,
  },
  "an id in the query": {
    contract: {
      operations: {
        transactionStatus: { path: "/status", fields: { id: { name: "tracking_id" } } },
      },
    },
    call: status,
    result: pending,
    withoutOverride: /transactionStatus is GET \/status/,
  },
  "an id in a body": {
    contract: { operations: { transactionStatus: { method: "POST", path: "/status" } } },
    call: status,
    result: pending,
    withoutOverride: /transactionStatus is POST \/status/,
  },
  "a renamed part of a path": {
    contract: {
      operations: { transactionStatus: { path: "/payments/{id}/status" } },
    },
    call: status,
    result: pending,
    withoutOverride: /transactionStatus is GET \/payments\/\{id\}\/status/,
  },
  "a wrapped list with other names and numbers": {
    contract: {
      operations: { listTransactions: { response: { at: "data.items" } } },
      webhook: { fields: { transaction_id: { name: "id" }, amount: { type: "number" } } },
    },
    call: list,
    result: [expect.objectContaining({ transaction_id: expect.any(String), amount: "7.5" })],
    withoutOverride: undefined,
  },
  "another format of days": {
    contract: { dateFormat: "YYYY/MM/DD" },
    call: list,
    result: [row],
    withoutOverride: /from must be a day as YYYY\/MM\/DD.*DD-MM-YYYY.*contract\.dateFormat/,
  },
  "renamed dates": {
    contract: { operations: { listTransactions: { fields: { from: { name: "date_from" } } } } },
    call: list,
    result: [row],
    withoutOverride:
      /date_from is missing.*has from.*contract\.operations\.listTransactions\.fields\.from/,
  },
};

/** Opens a sandbox with one transaction. */
async function openOverridden(contract: ContractOverride): Promise<Merchant> {
  const merchant = await createMerchant({ contract });
  merchant.sandbox.addTransaction({
    ...checkout,
    tracking_id: "order-0",
    amount: "7.50",
    transaction_type: "deposit",
  });
  return merchant;
}

const rows = Object.entries(differences);
const reported = rows.filter(([, { withoutOverride }]) => withoutOverride !== undefined);

describe("an overridden contract", () => {
  it.each(rows)("works for %s with the same contract", async (_, difference) => {
    const { contract, call, result } = difference;
    const merchant = await openOverridden(contract);
    expect(await call(new Numipay(merchant.sandbox.clientOptions))).toEqual(result);
  });

  it.each(reported)(
    "explains %s to a client without it",
    async (_, { contract, call, withoutOverride = /^$/ }) => {
      const merchant = await openOverridden(contract);
      const error = await call(clientOf(merchant, { contract: undefined })).catch(
        (reason: unknown) => reason,
      );
      expect(String(error)).toMatch(withoutOverride);
      expect(merchant.sandbox.transactions()).toHaveLength(1);
    },
  );
});

describe("combined overrides", () => {
  it("work over HTTP", async () => {
    const contract = {
      basePath: "/api",
      headers: { apiKey: "Authorization-Key", signature: "X-Numi-Signature" },
      fields: { amount: { name: "sum", type: "number" }, tracking_id: { name: "reference" } },
      operations: {
        hostedCheckout: { path: "/checkout", envelope: null },
        rejectPayout: { path: "/payouts/{transaction_id}:reject", method: "DELETE" },
        approvePayout: { fields: { transaction_id: { name: "reference" } } },
      },
      webhook: { at: "event", fields: { tracking_id: { name: "reference" } } },
    } as const;
    const merchant = await createMerchant({ contract }, "over HTTP");
    const numipay = clientOf(merchant);
    await numipay.payments.hostedCheckout(checkout);
    for (const tracking_id of ["out-1", "out-2"]) {
      const { url } = await numipay.payouts.request({ ...checkout, tracking_id });
      await merchant.submit(`${url}/pursa`, { action: "confirm" });
    }
    await merchant.sandbox.flush();
    const [first, second] = merchant.received.map(
      ({ body }) => (JSON.parse(body) as { event: { transaction_id: string } }).event,
    );
    expect(first).toMatchObject({ reference: "out-1", status: "pending" });
    expect(new Headers(merchant.received[0]?.init.headers).get("x-numi-signature")).toMatch(
      /^[0-9A-F]{40}$/,
    );
    const approved = await numipay.payouts.approve({ tracking_id: "out-1" });
    expect(approved.transaction_status).toBe("pending");
    await numipay.payouts.reject({ transaction_id: second?.transaction_id ?? "" });
    expect(merchant.sandbox.transactions().map((one) => one.stage)).toEqual([
      "open",
      "settling",
      "closed",
    ]);
    await merchant.sandbox.close();
  });
});

describe("an added operation", () => {
  const refund = {
    method: "POST",
    path: "/refunds/{refund_id}",
    fields: { reason: { required: true, name: "why", minLength: 3 } },
    response: { at: "data", fields: { refund_no: { required: true, type: "number" } } },
  } as const;

  it("records calls and returns the required fields", async () => {
    const merchant = await createMerchant({ contract: { operations: { refund } } });
    const numipay = clientOf(merchant);
    const fields = { refund_id: "r/1", reason: "wrong size", cvv: "123" };
    expect(await numipay.request("refund", fields)).toEqual({ refund_no: 1 });
    expect(merchant.sandbox.customCalls()).toEqual([
      {
        operation: "refund",
        at: "2026-01-01T00:00:00.000Z",
        account: merchant.sandbox.account().accountId,
        mode: "test",
        fields: { refund_id: "r/1", reason: "wrong size" },
      },
    ]);
  });

  it("validates its fields", async () => {
    const merchant = await createMerchant({ contract: { operations: { refund } } });
    const ask = (body: object) => merchant.call("POST", "/refunds/1", body);
    expect(await ask({})).toMatchObject({ status: 422, body: { field: "why" } });
    expect(await ask({ why: "no" })).toMatchObject({ status: 422, body: { field: "why" } });
    expect((await merchant.call("POST", "/refunds/1", { why: "yes" }, "unknown")).status).toBe(401);
    expect(merchant.sandbox.customCalls()).toEqual([]);
  });

  it("takes precedence over a path with placeholders", async () => {
    const recent = { method: "GET", path: "/transactions/recent" } as const;
    const merchant = await createMerchant({ contract: { operations: { recent } } });
    expect(await merchant.call("GET", "/transactions/recent")).toEqual({ status: 200, body: {} });
    expect((await merchant.call("GET", "/transactions/other")).status).toBe(404);
  });
});

describe("a relaxed contract", () => {
  it.each(["abc", "-1", "1e3"])("rejects the amount %s, which cannot be stored", async (amount) => {
    const merchant = await createMerchant({
      contract: { fields: { amount: { pattern: null } } },
    });
    expect(
      await merchant.call("POST", "/payments/hosted", { request: order({ amount }) }),
    ).toMatchObject({ status: 422, body: { field: "amount" } });
  });

  it.each(["javascript:alert(1)", "/back"])("rejects the return URL %s", async (url) => {
    const contract = { fields: { return_url: { type: "any" } } } as const;
    const merchant = await createMerchant({ contract });
    const request = order({ return_url: url });
    expect(await merchant.call("POST", "/payments/hosted", { request })).toMatchObject({
      status: 422,
      body: { field: "return_url" },
    });
  });

  it("rejects an amount that a JSON number cannot hold", async () => {
    const contract = { webhook: { fields: { amount: { type: "number" } } } } as const;
    const merchant = await createMerchant({ contract });
    const request = order({ amount: "0.1000000000000000055" });
    expect(await merchant.call("POST", "/payments/hosted", { request })).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining("JSON number") },
    });
  });

  it("generates a missing currency and tracking id", async () => {
    const fields = { tracking_id: { required: false }, currency: { required: false } };
    const merchant = await createMerchant({ contract: { fields } });
    const request = { amount: "1.00", user_id: "u" };
    expect((await merchant.call("POST", "/payments/hosted", { request })).status).toBe(200);
    expect(merchant.sandbox.transactions()).toMatchObject([
      { tracking_id: "untracked-1", currency: "EUR" },
    ]);
  });

  it("accepts a card in custom fields", async () => {
    const fields = Object.fromEntries(
      ["card_number", "card_holder", "expiry_month", "expiry_year", "cvv"].map((name) => [
        name,
        { required: false },
      ]),
    );
    const merchant = await createMerchant({
      contract: { operations: { serverToServer: { fields } } },
    });
    const request = order({ card: { token: "t" } });
    expect(await merchant.call("POST", "/payments/server-to-server", { request })).toMatchObject({
      body: { transaction_status: "successful" },
    });
  });
});

describe("a conflicting contract", () => {
  it.each([
    [hosted({ path: "/portal/checkout" }), /contract\.operations\.hostedCheckout\.path.*basePath/],
    [{ operations: { transactionStatus: { path: "/cashier/{id}" } } }, /a page of the sandbox/],
    [
      hosted({ path: "/payments/direct" }),
      /direct: POST \/payments\/direct is also the route of hostedCheckout/,
    ],
    [
      { operatons: {} },
      /contract\.operatons is not an option\. Did you mean contract\.operations\?/,
    ],
    ["/no/such.json", /contract .*cannot be read/],
  ])("%j is rejected", async (contract, message) => {
    await expect(createMerchant({ contract: contract as ContractOverride })).rejects.toThrow(
      message,
    );
  });
});
