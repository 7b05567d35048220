import { InvalidArgumentError } from "@numipay/core";
import { operations } from "@numipay/core/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

/** The facts O… of docs/gateway.md. */
describe.each(transports)("%s", (transport) => {
  let merchant: Merchant;
  beforeEach(async () => {
    merchant = await createMerchant({ expiresAfter: "30d" }, transport);
  });
  afterEach(() => merchant.sandbox.close());

  const open = async (path: string, fields: Record<string, unknown> = {}) => {
    const response = await merchant.call("POST", path, { request: order(fields) });
    expect(response.status).toBe(200);
    return response.body;
  };
  const pageText = async (body: Record<string, unknown>) =>
    (await merchant.page(String(body["url"]))).text();
  const charge = (number: string) =>
    open("/payments/server-to-server", { ...card({ card_number: number }), tracking_id: number });

  it("O1 has eight operations with configurable paths", async () => {
    expect(Object.keys(operations)).toHaveLength(8);
    await openCheckout(merchant);
    const asked: string[] = [];
    const send: typeof fetch = (input, init) => {
      const { pathname } = new URL(String(input));
      asked.push(pathname);
      return merchant.fetch(String(input).replace("/v2/status/", "/transactions/"), init);
    };
    const contract = { operations: { transactionStatus: { path: "/v2/status/{id}" } } };
    const numipay = clientOf(merchant, { contract, fetch: send });
    expect(await numipay.transactions.status("order-1")).toEqual({ transaction_status: "pending" });
    expect(asked).toEqual(["/v2/status/order-1"]);
  });

  it("O17 writes with POST and reads with GET by default", async () => {
    const methods = Object.entries(operations).map(([id, { method }]) => `${id} ${method}`);
    expect(methods.filter((one) => one.endsWith("GET"))).toEqual([
      "transactionStatus GET",
      "listTransactions GET",
    ]);
    const { path } = operations.hostedCheckout;
    expect(await merchant.call("PUT", path, { request: order() })).toMatchObject({ status: 404 });
    const contract = { operations: { hostedCheckout: { method: "PUT" } } } as const;
    const overridden = await createMerchant({ contract }, transport);
    expect(await overridden.call("PUT", path, { request: order() })).toMatchObject({ status: 200 });
    expect(await overridden.call("POST", path, { request: order() })).toMatchObject({
      status: 404,
    });
    await overridden.sandbox.close();
  });

  it("O25 rejects an unknown id with 404", async () => {
    const id = { transaction_id: "unknown-1" };
    const responses = await Promise.all([
      merchant.call("GET", "/transactions/unknown-1"),
      merchant.call("POST", "/payouts/approve", id),
      merchant.call("POST", "/payouts/reject", id),
    ]);
    expect(responses.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it("O26 has a status at once, or after a lag", async () => {
    await openCheckout(merchant);
    const path = "/transactions/order-1";
    expect(await merchant.call("GET", path)).toMatchObject({ status: 200 });
    const late = await createMerchant({ statusLag: { for: "30s" } }, transport);
    await openCheckout(late);
    expect(await late.call("GET", path)).toMatchObject({ status: 404 });
    await late.sandbox.advance("29s");
    expect(await late.call("GET", path)).toMatchObject({ status: 404 });
    await late.sandbox.advance("1s");
    expect(await late.call("GET", path)).toMatchObject({
      status: 200,
      body: { transaction_status: "pending" },
    });
    await late.sandbox.close();
    const lag = { for: "30s", shows: "pending" } as const;
    const stale = await createMerchant({ statusLag: lag }, transport);
    await stale.call("POST", "/payments/server-to-server", { request: order(card()) });
    await stale.sandbox.flush();
    expect(stale.sandbox.transactions()).toMatchObject([{ status: "successful" }]);
    expect((await stale.call("GET", path)).body).toEqual({ transaction_status: "pending" });
    await stale.sandbox.advance("30s");
    expect((await stale.call("GET", path)).body).toEqual({ transaction_status: "successful" });
    await stale.sandbox.close();
  });

  it("O22 decides only pending payouts", async () => {
    const opened = await confirmPayout(merchant);
    await merchant.call("POST", "/payouts/approve", { transaction_id: "order-1" });
    await merchant.sandbox.runUntilIdle();
    const [payout] = merchant.sandbox.transactions();
    expect([opened === undefined, payout?.status]).toEqual([false, "successful"]);
    const again = await merchant.call("POST", "/payouts/approve", { transaction_id: "order-1" });
    const id = String(payout?.transaction_id);
    const reject = await merchant.call("POST", "/payouts/reject", { transaction_id: id });
    expect([again.status, reject.status]).toEqual([409, 409]);
  });

  it("O23 approves with the documented message", async () => {
    await confirmPayout(merchant);
    expect(
      (await merchant.call("POST", "/payouts/approve", { transaction_id: "order-1" })).body,
    ).toEqual({
      message: "Transaction Withdrawal has been approved successfully",
      transaction_status: "pending",
    });
  });

  it("O24 sends a number with the decimals of its currency", async () => {
    const { payments } = clientOf(merchant);
    const base = { user_id: "u-1", currency: "JPY" };
    await payments.hostedCheckout({ ...base, tracking_id: "yen", amount: 1290 });
    await payments.hostedCheckout({ ...base, tracking_id: "text", amount: "1290.00" });
    await payments.hostedCheckout({ ...base, tracking_id: "dinar", currency: "KWD", amount: 1.5 });
    await payments.hostedCheckout({ ...base, tracking_id: "euro", currency: "EUR", amount: 200 });
    const amounts = merchant.sandbox.transactions().map(({ amount }) => amount);
    expect(amounts).toEqual(["1290", "1290.00", "1.500", "200.00"]);
  });

  it("O2 validates the contract's fields and ignores others", async () => {
    const { path, required } = operations.hostedCheckout;
    for (const field of required) {
      const request = order({ [field]: undefined });
      expect(await merchant.call("POST", path, { request })).toMatchObject({
        status: 422,
        body: { field },
      });
    }
    expect(await open(path, { loyalty_number: "7" })).toEqual({ url: expect.any(String) });
    expect((await merchant.call("POST", path, order())).status).toBe(400);
  });

  it("O3 returns a cashier with all providers", async () => {
    const body = await open("/payments/hosted");
    expect(Object.keys(body)).toEqual(["url"]);
    const text = await pageText(body);
    for (const name of ["Northbank Transfer", "Cardo", "Pursa Wallet"])
      expect(text).toContain(name);
  });

  it("O4 requires a provider id and returns its page", async () => {
    const { status, body } = await merchant.call("POST", "/payments/direct", { request: order() });
    expect([status, body["field"]]).toEqual([422, "provider_id"]);
    const text = await pageText(await open("/payments/direct", { provider_id: "pursa" }));
    expect(text).toContain("Pursa Wallet");
    expect(text).not.toContain("Northbank");
  });

  it("O5 charges a card server to server", async () => {
    expect(await charge("4242424242424242")).toEqual({ url: "", transaction_status: "successful" });
  });

  it("O6 returns a url for 3DS", async () => {
    const body = await charge("4000000000003220");
    expect(body["transaction_status"]).toBe("pending");
    const url = String(body["url"]);
    expect((await merchant.page(url)).status).toBe(200);
    await merchant.submit(url, { action: "confirm", password: "password" });
    const status = await merchant.call("GET", "/transactions/4000000000003220");
    expect(status.body).toEqual({ transaction_status: "successful" });
  });

  it("O7 returns the error of a rejected charge", async () => {
    expect(await charge("4000000000000002")).toEqual({
      url: "",
      transaction_status: "rejected",
      error: expect.objectContaining({ message: expect.any(String) }),
    });
  });

  it("O8 returns a cashier for payouts", async () => {
    const text = await pageText(await open("/payouts/request"));
    expect(text).toContain("Pursa Wallet");
    // Cardo does not support payouts.
    expect(text).not.toContain("Cardo");
  });

  it("O9 rejects a payout by the gateway's id", async () => {
    await confirmPayout(merchant);
    await merchant.sandbox.flush();
    const { transaction_id } = JSON.parse(merchant.received[0]?.body ?? "") as {
      transaction_id: string;
    };
    const reject = (id: string) => merchant.call("POST", "/payouts/reject", { transaction_id: id });
    expect((await reject("order-1")).status).toBe(404);
    expect(await reject(transaction_id)).toEqual({ status: 200, body: {} });
  });

  it("O10 approves a payout by the merchant's id", async () => {
    const id = await confirmPayout(merchant);
    const approve = (transaction_id: string) =>
      merchant.call("POST", "/payouts/approve", { transaction_id });
    expect((await approve(id)).status).toBe(404);
    expect(await approve("order-1")).toEqual({
      status: 200,
      body: {
        message: "Transaction Withdrawal has been approved successfully",
        transaction_status: "pending",
      },
    });
  });

  it("O11 sends the documented id of each call", async () => {
    const sent: unknown[] = [];
    const send: typeof fetch = (input, init) => {
      if (init?.method === "POST") sent.push(JSON.parse(String(init.body)));
      return merchant.fetch(input, init);
    };
    const { payouts } = clientOf(merchant, { fetch: send });
    const a = await confirmPayout(merchant, { tracking_id: "a" });
    const b = await confirmPayout(merchant, { tracking_id: "b" });
    await payouts.approve({ tracking_id: "a", transaction_id: a });
    await payouts.reject({ tracking_id: "b", transaction_id: b });
    expect(sent).toEqual([{ transaction_id: "a" }, { transaction_id: b }]);
  });

  it("O12 returns status and rejected_reason by the merchant's id", async () => {
    await openCheckout(merchant);
    const id = merchant.sandbox.transactions()[0]?.transaction_id ?? "";
    const status = async (one: string) => merchant.call("GET", `/transactions/${one}`);
    expect((await status("order-1")).body).toEqual({ transaction_status: "pending" });
    expect((await status(id)).status).toBe(404);
    await charge("4000000000000002");
    expect((await status("4000000000000002")).body).toEqual({
      transaction_status: "rejected",
      rejected_reason: expect.any(String),
    });
  });

  describe("the list", () => {
    const list = async (query = "") => {
      const { status, body } = await merchant.call("GET", `/transactions${query}`);
      const rows = body as unknown as { tracking_id: string }[];
      return status === 200 ? rows.map((row) => row.tracking_id) : status;
    };

    it("O13 takes an inclusive DD-MM-YYYY range", async () => {
      await openCheckout(merchant, { tracking_id: "first" });
      await merchant.sandbox.advance("2d");
      await openCheckout(merchant, { tracking_id: "third" });
      expect(await list("?from=01-01-2026&to=03-01-2026")).toEqual(["first", "third"]);
      expect(await list("?from=01-01-2026&to=02-01-2026")).toEqual(["first"]);
      expect(await list("?from=2026-01-01&to=2026-01-02")).toBe(400);
      const client = clientOf(merchant).transactions;
      expect(await client.list({ from: "2026-01-03", to: "2026-01-03" })).toHaveLength(1);
    });

    it("O14 defaults to today", async () => {
      await openCheckout(merchant, { tracking_id: "yesterday" });
      await merchant.sandbox.advance("1d");
      await openCheckout(merchant, { tracking_id: "today" });
      expect(await list()).toEqual(["today"]);
    });

    it("O15 allows 7 days between the dates", async () => {
      await openCheckout(merchant, { tracking_id: "old" });
      await merchant.sandbox.advance("20d");
      await openCheckout(merchant, { tracking_id: "new" });
      expect(await list("?from=01-01-2026&to=08-01-2026")).toEqual(["old"]);
      expect(await list("?from=01-01-2026&to=09-01-2026")).toBe(400);
      const { transactions } = clientOf(merchant);
      const range = { from: "2026-01-01", to: "2026-01-31" };
      await expect(transactions.list(range)).rejects.toThrow(InvalidArgumentError);
      const found: string[] = [];
      for await (const row of transactions.iterate(range)) found.push(row.tracking_id);
      expect(found).toEqual(["old", "new"]);
    });

    it("O18 allows 8 calendar days", async () => {
      expect(await list("?from=01-01-2026&to=08-01-2026")).toEqual([]);
      expect(await list("?from=01-01-2026&to=09-01-2026")).toBe(400);
      const { transactions } = clientOf(merchant);
      expect(await transactions.list({ from: "2026-01-01", to: "2026-01-08" })).toEqual([]);
      const tooLong = transactions.list({ from: "2026-01-01", to: "2026-01-09" });
      await expect(tooLong).rejects.toThrow(InvalidArgumentError);
    });

    it("O19 uses UTC or the contract's time zone", async () => {
      await merchant.sandbox.advance("1410m");
      await openCheckout(merchant, { tracking_id: "late" });
      expect(await list("?from=01-01-2026&to=01-01-2026")).toEqual(["late"]);
      const contract = { timeZone: "Europe/Berlin" };
      const berlin = await createMerchant({ contract, expiresAfter: "30d" }, transport);
      await berlin.sandbox.advance("1410m");
      await openCheckout(berlin, { tracking_id: "early" });
      const { transactions } = clientOf(berlin);
      const day = (date: string) => transactions.list({ from: date, to: date });
      expect([await day("2026-01-01"), await day("2026-01-02")]).toEqual([
        [],
        [expect.objectContaining({ tracking_id: "early" })],
      ]);
      await berlin.sandbox.close();
    });

    it("O20 accepts a single date", async () => {
      await openCheckout(merchant, { tracking_id: "first" });
      await merchant.sandbox.advance("1d");
      await openCheckout(merchant, { tracking_id: "second" });
      expect(await list("?from=01-01-2026")).toEqual(["first"]);
      expect(await list("?to=01-01-2026")).toEqual(["first"]);
    });

    it("O21 rejects date-time values", async () => {
      expect(await list("?from=01-01-2026T00:00:00Z")).toBe(400);
      const asked: string[] = [];
      const send: typeof fetch = (input, init) => {
        asked.push(new URL(String(input)).search);
        return merchant.fetch(input, init);
      };
      const from = new Date("2026-01-02T00:00:00Z");
      await clientOf(merchant, { fetch: send }).transactions.list({ from, to: from });
      expect(asked).toEqual(["?from=02-01-2026&to=02-01-2026"]);
    });

    it("O16 has items like the webhook's payload", async () => {
      const url = await openCheckout(merchant);
      await merchant.submit(`${url}/northbank`, { action: "pay" });
      await merchant.sandbox.flush();
      const { body } = await merchant.call("GET", "/transactions");
      expect(body).toEqual([JSON.parse(merchant.received.at(-1)?.body ?? "")]);
    });
  });
});
