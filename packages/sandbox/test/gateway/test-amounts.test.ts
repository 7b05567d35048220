import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { testAmounts, testCards } from "../../src/index.js";
import { testAmountResult } from "../../src/gateway/test-amounts.js";
import { card, confirmPayout, createMerchant, openCheckout, order } from "../merchant.js";

describe("an amount", () => {
  it.each(testAmounts)("ending in $ending has its result", (amount) => {
    const { status, reason, afterMs } = amount;
    for (const text of [`200${amount.ending}`, `0${amount.ending}`, `7${amount.ending}0`]) {
      expect(testAmountResult(text)).toMatchObject({ status, reason, afterMs });
    }
  });

  it.each(["200.00", "200", "5.50", "0.10", "1.1", "3.99", "9.011", "9.0100001", "1.06", "1.2"])(
    "of %s succeeds at once",
    (amount) => {
      expect(testAmountResult(amount)).toEqual({ status: "successful", reason: null, afterMs: 0 });
    },
  );
});

describe.each(testAmounts)("a transaction of 20$ending", ({ ending, status, reason, afterMs }) => {
  const amount = `20${ending}`;
  const minutes = `${afterMs / 60_000}m` as const;

  it.each([
    ["northbank", { action: "pay" }],
    ["pursa", { action: "pay" }],
    [
      "cardo",
      {
        action: "pay",
        card_number: "4242424242424242",
        card_holder: "Ada Tester",
        expiry: "12/30",
        cvv: "123",
      },
    ],
  ])("decides a deposit at %s", async (provider, form: Record<string, string>) => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant, { amount });
    await merchant.submit(`${url}/${provider}`, form);
    if (afterMs > 0) {
      await merchant.sandbox.advance(afterMs - 1);
      expect(merchant.sandbox.transactions()[0]?.status).toBe("pending");
    }
    await merchant.sandbox.advance(afterMs > 0 ? 1 : 0);
    expect(merchant.sandbox.transactions()[0]).toMatchObject({ status, rejected_reason: reason });
    expect(merchant.statuses()).toEqual(["pending", status]);
  });

  it("decides an approved payout", async () => {
    const merchant = await createMerchant();
    await confirmPayout(merchant, { amount });
    await merchant.call("POST", "/payouts/approve", { transaction_id: "order-1" });
    if (afterMs > 0) {
      await merchant.sandbox.advance(afterMs - 1);
      expect(merchant.sandbox.transactions()[0]?.status).toBe("pending");
    }
    await merchant.sandbox.advance(afterMs > 0 ? 1 : 0);
    expect(merchant.sandbox.transactions()[0]).toMatchObject({ status, rejected_reason: reason });
    expect(merchant.statuses()).toEqual(["pending", status]);
  });

  it("decides a server-to-server payment", async () => {
    const merchant = await createMerchant();
    const { body } = await merchant.call("POST", "/payments/server-to-server", {
      request: { ...order({ amount }), ...card() },
    });
    expect(body["transaction_status"]).toBe(afterMs === 0 ? status : "pending");
    await merchant.sandbox.advance(minutes);
    expect(merchant.sandbox.transactions()[0]).toMatchObject({ status, rejected_reason: reason });
  });

  it("leaves no scheduled work", async () => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant, { amount });
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.now().getTime()).toBe(Date.UTC(2026, 0, 1) + afterMs);
  });
});

it("decides a payment after a 3DS challenge", async () => {
  const merchant = await createMerchant();
  const { body } = await merchant.call("POST", "/payments/server-to-server", {
    request: { ...order({ amount: "20.01" }), ...card({ card_number: "4000000000003220" }) },
  });
  await merchant.submit(String(body["url"]), { action: "confirm", password: "password" });
  expect(merchant.sandbox.transactions()[0]).toMatchObject({
    status: "rejected",
    rejected_reason: "Insufficient funds",
  });
});

describe("the README", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  const rowsAfter = (head: RegExp): string[][] => {
    const [table = ""] = readme.slice(readme.search(head)).split("\n\n");
    return table
      .split("\n")
      .slice(2)
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
  };

  it("lists all test amounts", () => {
    expect(rowsAfter(/\| amount +\| result/)).toEqual(
      testAmounts.map(({ ending, result }) => [`\`…${ending}\``, result]),
    );
  });

  it("lists all test cards", () => {
    expect(rowsAfter(/\| card +\| result/)).toEqual(
      testCards.map(({ number, result }) => [`\`${number}\``, result]),
    );
  });
});
