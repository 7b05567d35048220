import { describe, expect, it } from "vitest";
import { confirmPayout, createMerchant, openCheckout, type Merchant } from "../merchant.js";

const contract = {
  statuses: { refunded: { final: true }, on_hold: { final: false }, disputed: {} },
  types: { chargeback: {} },
};

const idOf = ({ sandbox }: Merchant) => sandbox.transactions()[0]?.transaction_id ?? "";

describe("setStatus", () => {
  it("moves to an added status with a webhook", async () => {
    const merchant = await createMerchant({ contract });
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    merchant.sandbox.setStatus(idOf(merchant), "refunded");
    await merchant.sandbox.flush();
    expect(merchant.statuses()).toEqual(["pending", "successful", "refunded"]);
    expect((await merchant.call("GET", "/transactions/order-1")).body).toEqual({
      transaction_status: "refunded",
    });
    expect(await (await merchant.page(url.replace("cashier", "result"))).text()).toContain(
      "Payment refunded",
    );
  });

  it("keeps pending work for a non-final status", async () => {
    const merchant = await createMerchant({ contract });
    await confirmPayout(merchant);
    merchant.sandbox.setStatus(idOf(merchant), "on_hold");
    await merchant.call("POST", "/payouts/approve", { transaction_id: "order-1" });
    await merchant.sandbox.runUntilIdle();
    expect(merchant.statuses()).toEqual(["pending", "on_hold", "successful"]);
  });

  it("cancels pending work for a final status", async () => {
    const merchant = await createMerchant({ contract });
    await openCheckout(merchant);
    merchant.sandbox.setStatus(idOf(merchant), "refunded");
    await merchant.sandbox.runUntilIdle();
    expect(merchant.statuses()).toEqual(["refunded"]);
    expect(merchant.sandbox.now().toISOString()).toBe("2026-01-01T00:00:00.000Z");
  });

  it("leaves a status without an order", async () => {
    const merchant = await createMerchant({ contract });
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "fail" });
    for (const status of ["disputed", "successful", "disputed", "rejected"]) {
      merchant.sandbox.setStatus(idOf(merchant), status);
    }
    expect((await merchant.call("GET", "/transactions/order-1")).body).toEqual({
      transaction_status: "rejected",
      rejected_reason: "Rejected by the gateway",
    });
  });

  it("delivers automatically", async () => {
    const merchant = await createMerchant({ contract, autoDeliver: true });
    await openCheckout(merchant);
    merchant.sandbox.setStatus(idOf(merchant), "on_hold");
    await expect.poll(() => merchant.statuses()).toEqual(["on_hold"]);
  });

  it.each([
    ["successful", "pending", /successful cannot become pending/],
    ["successful", "on_hold", /cannot become/],
    ["successful", "successful", /cannot become/],
    ["successful", "refundd", /Did you mean refunded\? To add it, use contract\.statuses\./],
  ])("rejects a change from %s to %s", async (from, to, message) => {
    const merchant = await createMerchant({ contract });
    await openCheckout(merchant);
    merchant.sandbox.setStatus(idOf(merchant), from);
    expect(() => merchant.sandbox.setStatus(idOf(merchant), to)).toThrow(message);
    expect(() => merchant.sandbox.setStatus("none", "refunded")).toThrow(RangeError);
    await merchant.sandbox.flush();
    expect(merchant.statuses()).toEqual([from]);
  });
});

describe("addTransaction", () => {
  const chargeback = {
    tracking_id: "case-7",
    currency: "EUR",
    amount: "200.00",
    transaction_type: "chargeback",
  };

  it("opens a transaction with an added type", async () => {
    const merchant = await createMerchant({ contract });
    const added = merchant.sandbox.addTransaction({ ...chargeback, status: "successful" });
    expect(added).toMatchObject({ transaction_type: "chargeback", stage: "closed", mode: "test" });
    await merchant.sandbox.runUntilIdle();
    expect(merchant.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({
        transaction_type: "chargeback",
        status: "successful",
        user_id: "",
      }),
    ]);
    expect((await merchant.call("GET", "/transactions/case-7")).status).toBe(200);
    const { merchantName, accountId } = merchant.sandbox.createAccount({ merchantName: "Branch" });
    const other = merchant.sandbox.addTransaction({ ...chargeback, accountId, mode: "live" });
    expect([merchantName, other.account, other.mode, other.status]).toEqual([
      "Branch",
      accountId,
      "live",
      "pending",
    ]);
  });

  it.each([
    [{ transaction_type: "chargebak" }, /Did you mean chargeback\?/],
    [{ status: "paid" }, /not a status of the contract/],
    [{ amount: "1,00" }, /decimal/],
    [{ transactionType: "deposit" }, /transactionType is not an option/],
  ])("rejects %j", async (fields, message) => {
    const { sandbox } = await createMerchant({ contract });
    expect(() => sandbox.addTransaction({ ...chargeback, ...fields })).toThrow(message);
    expect(sandbox.transactions()).toEqual([]);
  });

  it("rejects a used tracking_id", async () => {
    const { sandbox } = await createMerchant({ contract });
    sandbox.addTransaction(chargeback);
    expect(() => sandbox.addTransaction(chargeback)).toThrow(/already in use/);
  });
});

it("compares a ledger with added statuses", async () => {
  const merchant = await createMerchant({ contract });
  await openCheckout(merchant);
  const row = { tracking_id: "order-1", amount: "200.00", currency: "EUR", status: "refunded" };
  expect(merchant.sandbox.compareLedger([row])).toMatchObject([{ kind: "wrong-status" }]);
  expect(() => merchant.sandbox.compareLedger([{ ...row, status: "refnded" }])).toThrow(TypeError);
});
