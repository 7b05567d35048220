import { isOutcomeUnknownError, type OutcomeUnknownError } from "@numipay/core";
import { describe, expect, it } from "vitest";
import type { ChaosFault } from "../src/index.js";
import { openShop } from "./chaos/shop.js";

const at = "2026-01-01T00:00:00.000Z";
const checkout = "1/test/hostedCheckout/order-1";
const order = { tracking_id: "order-1", user_id: "customer-1", currency: "EUR", amount: "200.00" };
const quick = { attempts: 3, delayMs: 1 };

/** A shop with these faults, each on the first call of its subject. */
function openShopWith(...faults: Record<string, unknown>[]) {
  const planned = faults.map((fault) => ({ at, attempt: 1, ...fault }) as unknown as ChaosFault);
  return openShop({
    chaos: { replay: { version: 1, seed: "manual", options: {}, faults: planned } },
  });
}

async function unknownOutcome(call: Promise<unknown>): Promise<OutcomeUnknownError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isOutcomeUnknownError(error)) throw new Error("The outcome is known", { cause: error });
  return error;
}

describe("resolving an unknown outcome", () => {
  it.each([
    { kind: "loseResponse" },
    { kind: "serverError", phase: "after", status: 503 },
    { kind: "timeout", phase: "after" },
  ])("finds the transaction after $kind $phase", async (fault) => {
    const { numipay, sandbox } = await openShopWith({ ...fault, subject: checkout });
    const error = await unknownOutcome(numipay.payments.hostedCheckout(order));
    expect(await numipay.transactions.resolve(error, quick)).toMatchObject({ found: true });
    expect(sandbox.transactions()).toHaveLength(1);
  });

  it.each([
    { kind: "serverError", phase: "before", status: 502 },
    { kind: "timeout", phase: "before" },
  ])("allows a retry after $kind", async (fault) => {
    const { numipay, sandbox } = await openShopWith({ ...fault, subject: checkout });
    const error = await unknownOutcome(numipay.payments.hostedCheckout(order));
    expect(await numipay.transactions.resolve(error, quick)).toEqual({ found: false });
    expect((await numipay.payments.hostedCheckout(order)).url).toContain("http");
    expect(sandbox.transactions()).toHaveLength(1);
  });

  it("retries a failing status call", async () => {
    const status = "1/test/transactionStatus/order-1";
    const failing = { kind: "serverError", phase: "before", status: 500, subject: status };
    const { numipay } = await openShopWith({ kind: "loseResponse", subject: checkout }, failing, {
      ...failing,
      attempt: 2,
    });
    const error = await unknownOutcome(numipay.payments.hostedCheckout(order));
    expect(error.lastKnownStatus.state).toBe("not-known");
    expect(await numipay.transactions.resolve(error, quick)).toMatchObject({ found: true });
  });
});
