import { describe, expect, it } from "vitest";
import { signPayload } from "../../src/delivery/sign-payload.js";
import { clientOf } from "../facts/client.js";
import { createMerchant } from "../merchant.js";

const contract = {
  fields: { tracking_id: { name: "reference" } },
  operations: {
    transactionStatus: { method: "POST", path: "/status", response: { at: "data" } },
    listTransactions: { response: { at: "data.items" } },
  },
  webhook: {
    at: "event",
    fields: { tracking_id: { name: "reference" }, amount: { type: "number" } },
  },
} as const;

const checkout = { tracking_id: "order-1", user_id: "u", currency: "EUR", amount: "10.00" };

// Guards against an override that only one side follows: decision 0021.
describe("chaos under a contract override", () => {
  it("tampers with a renamed field", async () => {
    const merchant = await createMerchant({
      contract,
      seed: "forger",
      chaos: { deliveries: { tamper: 1 } },
    });
    const numipay = clientOf(merchant);
    for (let n = 1; n <= 6; n += 1) {
      const { url } = await numipay.payments.hostedCheckout({ ...checkout, tracking_id: `o-${n}` });
      await merchant.submit(`${url}/northbank`, { action: "pay" });
    }
    await merchant.sandbox.flush();
    const isHonest = (one: { body: string; signature: string | null }) =>
      one.signature === signPayload(one.body, merchant.sandbox.signaturePassword);
    const forged = merchant.received.filter((one) => !isHonest(one));
    expect(forged).toHaveLength(12);
    const events = forged.map(
      ({ body }) => (JSON.parse(body) as { event: Record<string, unknown> }).event,
    );
    for (const event of events) expect(Object.keys(event)).toHaveLength(7);
    expect(events.some(({ amount }) => amount === 910)).toBe(true);
  });

  it("identifies a call by a renamed id", async () => {
    const merchant = await createMerchant({ contract, chaos: { api: { serverError: 1 } } });
    const numipay = clientOf(merchant, { retries: 0 });
    await numipay.payments.hostedCheckout(checkout).catch(() => undefined);
    await numipay.transactions.status("order-2").catch(() => undefined);
    const subjects = merchant.sandbox.chaosPlan().faults.map(({ subject }) => subject);
    expect(subjects).toContain("1/test/hostedCheckout/order-1");
    expect(subjects).toContain("1/test/transactionStatus/order-2");
  });

  it("returns stale data in the contract's shape", async () => {
    const merchant = await createMerchant({
      contract,
      chaos: { api: { lagStatus: 1, omitNewest: 1 } },
    });
    const numipay = clientOf(merchant);
    const { url } = await numipay.payments.hostedCheckout(checkout);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    expect(await numipay.transactions.status("order-1")).toEqual({ transaction_status: "pending" });
    expect(await numipay.transactions.list()).toEqual([]);
  });
});

it("draws the same faults without an override", async () => {
  const options = { seed: "s", chaos: { api: { loseResponse: 0.5 } } } as const;
  const faults = async (own: object) => {
    const merchant = await createMerchant({ ...options, ...own });
    for (let n = 1; n <= 8; n += 1) {
      const request = { ...checkout, tracking_id: `o-${n}` };
      await clientOf(merchant)
        .payments.hostedCheckout(request)
        .catch(() => undefined);
    }
    return merchant.sandbox.chaosPlan().faults;
  };
  const plain = await faults({});
  expect(plain.length).toBeGreaterThan(0);
  expect(await faults({ contract: { basePath: "/v2" } })).toEqual(plain);
});
