import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Numipay, OutcomeUnknownError } from "@numipay/core";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ChaosFault, ChaosPlan, FaultKind } from "../../src/index.js";
import { createMerchant, order, transports } from "../merchant.js";
import { openShop, type Shop } from "./shop.js";

const at = "2026-01-01T00:00:00.000Z";

/** A plan with one fault, on the first call of an operation or on a payment. */
function planWith<Kind extends FaultKind>(
  kind: Kind,
  subject: string,
  particulars: Omit<ChaosFault<Kind>, "at" | "kind" | "subject" | "attempt">,
): ChaosPlan {
  const fault = { at, kind, subject, attempt: 1, ...particulars } as unknown as ChaosFault;
  return { version: 1, seed: "manual", options: {}, faults: [fault] };
}

const checkout = "1/test/hostedCheckout/order-1";
const openRequest = { request: order() };

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown");
}

describe.each(transports)("an API call %s", (transport) => {
  const merchantWith = async (plan: ChaosPlan) => {
    const merchant = await createMerchant({ chaos: { replay: plan } }, transport);
    onTestFinished(() => merchant.sandbox.close());
    return merchant;
  };

  it("loses its response after the operation", async () => {
    const merchant = await merchantWith(planWith("loseResponse", checkout, {}));
    const error = await rejection(merchant.call("POST", "/payments/hosted", openRequest));
    expect(error).toMatchObject({
      name: "TypeError",
      message: "fetch failed",
      cause: expect.any(Error),
    });
    expect(merchant.sandbox.transactions()).toHaveLength(1);
    expect((await merchant.call("POST", "/payments/hosted", openRequest)).status).toBe(409);
  });

  it.each(["before", "after"] as const)("gets a 5xx %s the operation", async (phase) => {
    const merchant = await merchantWith(planWith("serverError", checkout, { phase, status: 503 }));
    const response = await merchant.call("POST", "/payments/hosted", openRequest);
    expect(response).toEqual({
      status: 503,
      body: { message: "Injected by the sandbox's chaos: serverError" },
    });
    expect(merchant.sandbox.transactions()).toHaveLength(phase === "after" ? 1 : 0);
    expect((await merchant.call("POST", "/payments/hosted", openRequest)).status).toBe(
      phase === "after" ? 409 : 200,
    );
  });

  it.each(["before", "after"] as const)("times out %s the operation", async (phase) => {
    const { sandbox } = await merchantWith(planWith("timeout", checkout, { phase }));
    const send = transport === "over HTTP" ? fetch : sandbox.fetch;
    const error = await rejection(
      send(`${sandbox.baseUrl}/payments/hosted`, {
        method: "POST",
        headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
        body: JSON.stringify(openRequest),
        signal: AbortSignal.timeout(300),
      }),
    );
    expect(error).toMatchObject({ name: "TimeoutError" });
    expect(sandbox.transactions()).toHaveLength(phase === "after" ? 1 : 0);
  });

  it("ends when the sandbox closes", async () => {
    const { sandbox } = await merchantWith(planWith("timeout", checkout, { phase: "before" }));
    const send = transport === "over HTTP" ? fetch : sandbox.fetch;
    const call = rejection(
      send(`${sandbox.baseUrl}/payments/hosted`, {
        method: "POST",
        headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
        body: JSON.stringify(openRequest),
      }),
    );
    while (sandbox.chaosPlan().faults.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await sandbox.close();
    expect(await call).toMatchObject({
      message: transport === "over HTTP" ? "fetch failed" : "The sandbox is closed.",
    });
  });

  it("can return the previous status", async () => {
    const merchant = await merchantWith(
      planWith("lagStatus", "1/test/transactionStatus/order-1", {}),
    );
    const { body } = await merchant.call("POST", "/payments/hosted", openRequest);
    await merchant.submit(`${String(body["url"])}/northbank`, { action: "fail" });
    const ask = async () => (await merchant.call("GET", "/transactions/order-1")).body;
    expect(await ask()).toEqual({ transaction_status: "pending" });
    expect(await ask()).toMatchObject({ transaction_status: "rejected" });
  });

  it("can omit the newest items", async () => {
    const merchant = await merchantWith(
      planWith("omitNewest", "1/test/listTransactions/..", { items: 2 }),
    );
    for (const id of ["a", "b", "c"]) {
      await merchant.call("POST", "/payments/hosted", { request: order({ tracking_id: id }) });
    }
    const list = async () => {
      const { body } = await merchant.call("GET", "/transactions");
      return (body as unknown as { tracking_id: string }[]).map((item) => item.tracking_id);
    };
    expect(await list()).toEqual(["a"]);
    expect(await list()).toEqual(["a", "b", "c"]);
  });

  it("without a valid key has no faults", async () => {
    const merchant = await createMerchant({ chaos: { api: { serverError: 1 } } }, transport);
    onTestFinished(() => merchant.sandbox.close());
    expect((await merchant.call("GET", "/transactions", undefined, "guess")).status).toBe(401);
    expect(merchant.sandbox.chaosPlan().faults).toEqual([]);
  });
});

it("ends an aborted call after garbage collection", async () => {
  const { sandbox } = await openShop({
    chaos: { replay: planWith("timeout", checkout, { phase: "after" }) },
  });
  const caller = new AbortController();
  const call = rejection(
    sandbox.fetch("/payments/hosted", {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify(openRequest),
      signal: caller.signal,
    }),
  );
  while (sandbox.chaosPlan().faults.length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  caller.abort(new Error("Aborted by the caller"));
  expect(await call).toMatchObject({ message: "Aborted by the caller" });
});

describe("API faults", () => {
  it("do not depend on other payments", async () => {
    const chaos = { seed: "seed-1", api: { serverError: 0.5 } };
    const statuses = async (others: number) => {
      const merchant = await createMerchant({ chaos });
      const got: number[] = [];
      for (let call = 0; call < 20; call += 1) {
        for (let other = 0; other < others; other += 1) {
          const request = order({ tracking_id: `other-${call}-${other}` });
          await merchant.call("POST", "/payments/hosted", { request });
          await merchant.call("GET", "/transactions");
        }
        got.push((await merchant.call("POST", "/payments/hosted", openRequest)).status);
      }
      return got;
    };
    const alone = await statuses(0);
    expect(alone.filter((status) => status >= 500).length).toBeGreaterThan(3);
    expect(await statuses(2)).toEqual(alone);
  });

  it("identify a payout by the merchant's id", async () => {
    const merchant = await createMerchant({ chaos: { api: { serverError: 1 } } });
    const { sandbox } = merchant;
    sandbox.setChaos(undefined);
    await merchant.call("POST", "/payouts/request", openRequest);
    const [row] = sandbox.transactions();
    sandbox.setChaos({ api: { serverError: 1 } });
    await merchant.call("POST", "/payouts/reject", { transaction_id: row?.transaction_id });
    await merchant.call("POST", "/payouts/approve", { transaction_id: "order-1" });
    await merchant.call("POST", "/payouts/approve", "no object");
    await merchant.call("GET", "/transactions?from=01-01-2026");
    expect(sandbox.chaosPlan().faults.map(({ subject, attempt }) => [subject, attempt])).toEqual([
      ["1/test/rejectPayout/order-1", 1],
      ["1/test/approvePayout/order-1", 1],
      ["1/test/approvePayout/", 1],
      ["1/test/listTransactions/01-01-2026..", 1],
    ]);
  });

  it("are not recorded without an effect", async () => {
    const merchant = await createMerchant({ chaos: { api: { lagStatus: 1, omitNewest: 1 } } });
    expect((await merchant.call("GET", "/transactions")).body).toEqual([]);
    expect((await merchant.call("GET", "/transactions/unknown")).status).toBe(404);
    await merchant.call("POST", "/payments/hosted", openRequest);
    expect((await merchant.call("GET", "/transactions/order-1")).body).toEqual({
      transaction_status: "pending",
    });
    expect(merchant.sandbox.chaosPlan().faults).toEqual([]);
  });

  it("separate accounts and modes", async () => {
    const merchant = await createMerchant({ chaos: { api: { serverError: 1 } } });
    const { sandbox } = merchant;
    const second = sandbox.createAccount({ merchantName: "Second" });
    for (const key of [sandbox.apiKey, sandbox.liveApiKey, second.apiKey]) {
      await merchant.call("GET", "/transactions", undefined, key);
    }
    expect(sandbox.chaosPlan().faults.map(({ subject }) => subject)).toEqual([
      "1/test/listTransactions/..",
      "1/live/listTransactions/..",
      "2/test/listTransactions/..",
    ]);
  });
});

describe("the client", () => {
  const money = {
    tracking_id: "order-1",
    user_id: "customer-1",
    currency: "EUR",
    amount: "200.00",
  };

  it.each<[string, ChaosPlan, string]>([
    ["a lost response", planWith("loseResponse", checkout, {}), "found"],
    [
      "a 5xx after the operation",
      planWith("serverError", checkout, { phase: "after", status: 502 }),
      "found",
    ],
    [
      "a 5xx before the operation",
      planWith("serverError", checkout, { phase: "before", status: 502 }),
      "not-found",
    ],
    ["a timeout after the operation", planWith("timeout", checkout, { phase: "after" }), "found"],
    [
      "a timeout before the operation",
      planWith("timeout", checkout, { phase: "before" }),
      "not-found",
    ],
  ])("requests the status after %s", async (_name, replay, state) => {
    const shop = await openShop({ chaos: { replay } });
    const error = await rejection(shop.numipay.payments.hostedCheckout(money));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect((error as OutcomeUnknownError).lastKnownStatus.state).toBe(state);
    expect(shop.sandbox.transactions()).toHaveLength(state === "found" ? 1 : 0);
  });

  it("retries a read", async () => {
    const list = "1/test/listTransactions/01-01-2026..01-01-2026";
    const { sandbox } = await openShop({
      chaos: { replay: planWith("serverError", list, { phase: "before", status: 503 }) },
    });
    const numipay = new Numipay({ ...sandbox.clientOptions, retryDelayMs: 1 });
    expect(await numipay.transactions.list({ from: "2026-01-01", to: "2026-01-01" })).toEqual([]);
    expect(sandbox.chaosPlan().faults).toHaveLength(1);
  });
});

describe("late success", () => {
  it("makes a rejected deposit successful with a webhook", async () => {
    const contradictions: unknown[] = [];
    const shop: Shop = await openShop({
      chaos: { api: { lateSuccess: 1 } },
      webhook: { onOutcome: (report) => contradictions.push(report.contradicts) },
    });
    await shop.pay("order-1", "declined");
    await shop.sandbox.flush();
    expect((await shop.numipay.transactions.status("order-1")).transaction_status).toBe("rejected");
    await shop.sandbox.runUntilIdle();

    const [fault] = shop.sandbox.chaosPlan().faults as [ChaosFault<"lateSuccess">];
    expect(fault).toMatchObject({ at, kind: "lateSuccess", subject: "1/test/payment/order-1" });
    const due = new Date(Date.parse(at) + fault.minutes * 60_000).toISOString();
    expect(shop.arrivals.at(-1)?.at).toBe(due);
    expect(shop.applied).toEqual([
      "order-1 pending 200.00",
      "order-1 rejected 200.00",
      "order-1 successful 200.00",
    ]);
    expect(contradictions).toEqual([undefined, undefined, "rejected"]);
    expect(shop.sandbox.transactions()[0]).toMatchObject({
      status: "successful",
      rejected_reason: null,
      updated_at: due,
    });
    expect(await shop.numipay.transactions.status("order-1")).toEqual({
      transaction_status: "successful",
    });
  });

  it("does not affect a rejected payout", async () => {
    const merchant = await createMerchant({ chaos: { api: { lateSuccess: 1 } } });
    const { body } = await merchant.call("POST", "/payouts/request", openRequest);
    await merchant.submit(`${String(body["url"])}/pursa`, { action: "confirm" });
    const id = merchant.sandbox.transactions()[0]?.transaction_id;
    await merchant.call("POST", "/payouts/reject", { transaction_id: id });
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.transactions()[0]?.status).toBe("rejected");
    expect(merchant.sandbox.chaosPlan().faults).toEqual([]);
  });
});
