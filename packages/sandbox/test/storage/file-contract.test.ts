import { Numipay } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { createMerchant, openCheckout, type Merchant } from "../merchant.js";
import { createVisitor } from "../portal/visitor.js";
import { portalPages } from "../../src/portal/portal-pages.js";
import { temporaryFile } from "../temporary-file.js";

const overridden = {
  basePath: "/v2",
  webhook: {
    at: "data",
    fields: { transaction_id: { name: "id", type: "number" }, amount: { type: "number" } },
  },
  statuses: { refunded: { final: true } },
  types: { chargeback: {} },
  timeZone: "Asia/Tokyo",
} as const;

const bodies = ({ received }: Merchant) =>
  received.splice(0).map(({ body }) => JSON.parse(body) as Record<string, unknown>);

describe("a file with a contract override", () => {
  it("opens a file with another contract", async () => {
    const file = await temporaryFile();
    const first = await createMerchant({ file });
    first.respondWith(() => new Response(null, { status: 503 }));
    const url = await openCheckout(first, { tracking_id: "old" });
    await first.submit(`${url}/northbank`, { action: "pay" });
    await first.sandbox.flush();
    bodies(first);
    await first.sandbox.close();

    const second = await createMerchant({ file, contract: overridden });
    await second.sandbox.advance("5m");
    // Retries keep the format of the original webhook.
    expect(bodies(second)).toMatchObject([{ tracking_id: "old" }, { tracking_id: "old" }]);
    const numipay = new Numipay(second.sandbox.clientOptions);
    await numipay.payments.hostedCheckout({
      tracking_id: "new",
      user_id: "u",
      currency: "EUR",
      amount: "5.00",
    });
    const [old, fresh] = second.sandbox.transactions();
    second.sandbox.setStatus(old?.transaction_id ?? "", "refunded");
    second.sandbox.setStatus(fresh?.transaction_id ?? "", "rejected");
    const money = { currency: "EUR", amount: "1.00" };
    second.sandbox.addTransaction({
      ...money,
      tracking_id: "case",
      transaction_type: "chargeback",
    });
    await second.sandbox.flush();
    // A non-numeric id cannot become a number.
    expect(bodies(second)).toMatchObject([
      { data: { id: old?.transaction_id, amount: 200, status: "refunded" } },
      { data: { id: expect.any(Number), amount: 5, status: "rejected" } },
      { data: { status: "pending", transaction_type: "chargeback" } },
    ]);
    expect(await numipay.transactions.list()).toHaveLength(3);
    await second.sandbox.close();

    const third = await createVisitor({ file });
    for (const { path } of portalPages) expect(await third.read(path)).toContain("</html>");
    for (const { transaction_id } of third.sandbox.transactions()) {
      expect(await third.read(`transactions/${transaction_id}`)).toContain("</html>");
    }
    for (const { deliveryId } of third.sandbox.deliveries()) {
      expect(await third.read(`deliveries/${deliveryId}`)).toContain("</html>");
    }
    expect((await third.call("GET", "/transactions/old")).body).toEqual({
      transaction_status: "refunded",
    });
    await third.sandbox.close();
  });

  it("seeds numeric ids for a numeric contract", async () => {
    const { sandbox } = await createMerchant({
      contract: overridden,
      startAt: "2026-06-01T00:00:00Z",
    });
    sandbox.account().seedHistory({ transactions: 200, days: 3 });
    const numipay = new Numipay({ ...sandbox.clientOptions, apiKey: sandbox.apiKey });
    const list = await numipay.transactions.list({ from: "2026-05-29", to: "2026-06-01" });
    expect(list.length).toBeGreaterThan(100);
    // The client reads numbers as text.
    expect(list.every((one) => Number.isSafeInteger(Number(one.transaction_id)))).toBe(true);
  });
});
