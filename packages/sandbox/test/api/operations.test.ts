import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  card,
  confirmPayout,
  createMerchant,
  order,
  transports,
  type Merchant,
} from "../merchant.js";

describe.each(transports)("%s", (transport) => {
  let merchant: Merchant;
  beforeEach(async () => {
    merchant = await createMerchant({}, transport);
  });
  afterEach(() => merchant.sandbox.close());

  const status = async (trackingId = "order-1") =>
    (await merchant.call("GET", `/transactions/${encodeURIComponent(trackingId)}`)).body;

  describe("hosted checkout", () => {
    it("returns a cashier URL at the request's origin", async () => {
      const { status: code, body } = await merchant.call("POST", "/payments/hosted", {
        request: order(),
      });
      expect(code).toBe(200);
      expect(Object.keys(body)).toEqual(["url"]);
      const url = new URL(String(body["url"]));
      expect(url.origin).toBe(merchant.sandbox.baseUrl);
      expect((await merchant.page(url.href)).status).toBe(200);
    });

    it("rejects a used tracking_id", async () => {
      await merchant.call("POST", "/payments/hosted", { request: order() });
      const again = await merchant.call("POST", "/payouts/request", {
        request: order({ amount: "1.00" }),
      });
      expect(again).toMatchObject({ status: 409, body: { field: "tracking_id" } });
      expect(merchant.sandbox.transactions()).toHaveLength(1);
    });

    it("keeps the amount exactly as sent", async () => {
      for (const amount of ["200", "0.10", "1.5", "0.000000000000000001", "99999999999999999999"]) {
        await merchant.call("POST", "/payments/hosted", {
          request: order({ amount, tracking_id: amount }),
        });
      }
      expect(merchant.sandbox.transactions().map((row) => row.amount)).toEqual(
        merchant.sandbox.transactions().map((row) => row.tracking_id),
      );
    });
  });

  describe("direct integration", () => {
    it("returns the provider's page", async () => {
      const { body } = await merchant.call("POST", "/payments/direct", {
        request: order({ provider_id: "pursa" }),
      });
      const page = await merchant.page(String(body["url"]));
      expect(await page.text()).toContain("Pay with Pursa Wallet");
    });

    it("rejects an unknown provider", async () => {
      const { status: code, body } = await merchant.call("POST", "/payments/direct", {
        request: order({ provider_id: "unknown" }),
      });
      expect([code, body["field"]]).toEqual([422, "provider_id"]);
      expect(merchant.sandbox.transactions()).toEqual([]);
    });
  });

  describe("server to server", () => {
    const charge = (fields: Record<string, unknown> = {}) =>
      merchant.call("POST", "/payments/server-to-server", {
        request: order({ ...card(), ...fields }),
      });

    it("accepts a passing card", async () => {
      expect((await charge()).body).toEqual({ url: "", transaction_status: "successful" });
      await merchant.sandbox.flush();
      expect(merchant.statuses()).toEqual(["pending", "successful"]);
    });

    it("returns the reason of a declined card", async () => {
      expect((await charge({ card_number: "4000000000000002" })).body).toEqual({
        url: "",
        transaction_status: "rejected",
        error: { message: "Insufficient funds" },
      });
      expect(await status()).toEqual({
        transaction_status: "rejected",
        rejected_reason: "Insufficient funds",
      });
    });

    it.each([
      ["password", "successful"],
      ["Password", "rejected"],
    ])("starts a 3DS challenge: %s is %s", async (password, result) => {
      const { body } = await charge({ card_number: "4000000000003220" });
      expect(body["transaction_status"]).toBe("pending");
      const url = String(body["url"]);
      expect(await (await merchant.page(url)).text()).toContain("ending in 3220");
      const response = await merchant.submit(url, { action: "confirm", password });
      expect(response.status).toBe(303);
      expect((await status())["transaction_status"]).toBe(result);
      await merchant.sandbox.flush();
      expect(merchant.statuses()).toEqual(["pending", result]);
    });
  });

  describe("payouts", () => {
    it("are approved by tracking_id, then settle", async () => {
      await confirmPayout(merchant);
      const { status: code, body } = await merchant.call("POST", "/payouts/approve", {
        transaction_id: "order-1",
      });
      expect(code).toBe(200);
      expect(body).toEqual({ message: expect.any(String), transaction_status: "pending" });
      expect(await status()).toEqual({ transaction_status: "pending" });
      await merchant.sandbox.flush();
      expect(await status()).toEqual({ transaction_status: "successful" });
      expect(merchant.statuses()).toEqual(["pending", "successful"]);
    });

    it("are rejected by transaction_id", async () => {
      await confirmPayout(merchant);
      await merchant.sandbox.flush();
      const payload = JSON.parse(merchant.received[0]?.body ?? "") as Record<string, string>;
      expect(payload).toMatchObject({ status: "pending", transaction_type: "withdrawal" });
      const response = await merchant.call("POST", "/payouts/reject", {
        transaction_id: payload["transaction_id"],
      });
      expect(response).toEqual({ status: 200, body: {} });
      await merchant.sandbox.flush();
      expect(merchant.statuses()).toEqual(["pending", "rejected"]);
      expect((await status())["rejected_reason"]).toBe("Rejected by the merchant");
    });

    it("explain which id each operation takes", async () => {
      const id = await confirmPayout(merchant);
      const approve = await merchant.call("POST", "/payouts/approve", { transaction_id: id });
      expect(approve.status).toBe(404);
      expect(approve.body["message"]).toContain("your own tracking_id");
      const reject = await merchant.call("POST", "/payouts/reject", { transaction_id: "order-1" });
      expect(reject.status).toBe(404);
      expect(reject.body["message"]).toContain("the gateway's transaction_id");
    });

    it("are decided once, after the customer has confirmed", async () => {
      await merchant.call("POST", "/payouts/request", { request: order({ tracking_id: "early" }) });
      const approve = (id: string) =>
        merchant.call("POST", "/payouts/approve", { transaction_id: id });
      expect((await approve("early")).status).toBe(409);
      const id = await confirmPayout(merchant);
      expect((await approve("order-1")).status).toBe(200);
      expect((await approve("order-1")).status).toBe(409);
      await merchant.sandbox.flush();
      const reject = await merchant.call("POST", "/payouts/reject", { transaction_id: id });
      expect(reject).toMatchObject({
        status: 409,
        body: { message: expect.stringContaining("successful") },
      });
    });

    it("do not include deposits", async () => {
      await merchant.call("POST", "/payments/hosted", { request: order() });
      const approve = await merchant.call("POST", "/payouts/approve", {
        transaction_id: "order-1",
      });
      expect(approve).toMatchObject({
        status: 409,
        body: { message: expect.stringContaining("deposit") },
      });
    });
  });

  describe("transaction status", () => {
    it.each(["a/b", "a%2Fb", "100%", "ä ö?#&+", "'\";--", "../x"])(
      "finds the tracking_id %j",
      async (id) => {
        await merchant.call("POST", "/payments/hosted", { request: order({ tracking_id: id }) });
        expect(await status(id)).toEqual({ transaction_status: "pending" });
      },
    );

    it("explains that it takes no transaction_id", async () => {
      const id = await confirmPayout(merchant);
      const response = await merchant.call("GET", `/transactions/${id}`);
      expect(response.status).toBe(404);
      expect(response.body["message"]).toContain("your own tracking_id");
      expect((await merchant.call("GET", "/transactions/none")).status).toBe(404);
    });
  });

  it("responds to an unknown path with a JSON 404", async () => {
    const response = await merchant.call("GET", "/nowhere");
    expect(response).toEqual({ status: 404, body: { message: "The sandbox has no such path." } });
  });
});
