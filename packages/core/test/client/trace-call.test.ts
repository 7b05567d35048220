import { describe, expect, it } from "vitest";
import { memoryJournal } from "../../src/outbox/memory-journal.js";
import { listen, recordTree } from "../telemetry/listen.js";
import {
  byMethod,
  charge,
  checkout,
  clientOf,
  closedPort,
  direct,
  failureOf,
  inSequence,
  respondWith,
  startGateway,
} from "./stub-gateway.js";

const page = respondWith(200, { url: "https://pay.example/1" });
const status = respondWith(200, { transaction_status: "pending" });
const list = respondWith(200, []);
const call = "numipay.client.call";

describe("the message of a call", () => {
  it("names the method and what it is about", async () => {
    const gateway = await startGateway(byMethod({ POST: page, GET: status }));
    const numipay = clientOf(gateway);
    const { ended, heard } = listen(call);
    await numipay.payouts.request(checkout);
    const known = {
      operation: "payouts.request",
      operationId: "requestPayout",
      movesMoney: true,
      serverAddress: "127.0.0.1",
      serverPort: Number(new URL(gateway.url).port),
      tracking_id: "order-1",
      transaction_id: undefined,
      errorCode: undefined,
    };
    expect(heard[0]).toMatchObject({
      event: "start",
      message: { ...known, attempts: 0, outcome: undefined },
    });
    expect(ended(call)).toEqual([{ ...known, attempts: 1, outcome: "succeeded" }]);
  });

  it("is published for each method", async () => {
    const pages = await startGateway(byMethod({ POST: page, GET: status }));
    const lists = await startGateway(list);
    const states = await startGateway(status);
    const { ended } = listen(call);
    const numipay = clientOf(pages);
    await numipay.payments.hostedCheckout(checkout);
    await numipay.payments.direct(direct);
    await clientOf(states).payments.serverToServer(charge);
    await numipay.payouts.request(checkout);
    await clientOf(states).payouts.approve({ tracking_id: "o", transaction_id: "t" });
    await clientOf(await startGateway(respondWith(200, ""))).payouts.reject({
      transaction_id: "t",
    });
    await numipay.transactions.status("order-1");
    await numipay.transactions.resolve("order-2");
    await clientOf(lists).transactions.list();
    for await (const _ of clientOf(lists).transactions.iterate({
      from: "2026-01-01",
      to: "2026-01-14",
    }));
    const refund = { name: "refund", method: "POST", path: "/refunds", movesMoney: true } as const;
    await numipay.request(refund, { transaction_id: "t-9", tracking_id: "o-9" });
    const rates = { name: "rates", method: "GET", path: "/rates" } as const;
    await numipay.request(rates);
    expect(
      ended(call).map(({ operation, operationId, tracking_id, transaction_id, outcome }) =>
        [operation, operationId, tracking_id, transaction_id, outcome].join(" "),
      ),
    ).toEqual([
      "payments.hostedCheckout hostedCheckout order-1  succeeded",
      "payments.direct direct order-1  succeeded",
      "payments.serverToServer serverToServer order-1  succeeded",
      "payouts.request requestPayout order-1  succeeded",
      "payouts.approve approvePayout o t succeeded",
      "payouts.reject rejectPayout  t succeeded",
      "transactions.status transactionStatus order-1  succeeded",
      "transactions.resolve transactionStatus order-2  succeeded",
      "transactions.list listTransactions   succeeded",
      "transactions.list listTransactions   succeeded",
      "transactions.list listTransactions   succeeded",
      "request refund o-9 t-9 succeeded",
      "request rates   succeeded",
    ]);
  });

  it("counts retries and the status check", async () => {
    const gateway = await startGateway(
      byMethod({
        POST: respondWith(500),
        GET: inSequence(respondWith(503), respondWith(503), respondWith(404)),
      }),
    );
    const { ended } = listen(call);
    await failureOf(clientOf(gateway).payments.hostedCheckout(checkout));
    expect(ended(call)).toMatchObject([{ attempts: 4, outcome: "unknown" }]);
    expect(gateway.seen).toHaveLength(4);
  });

  it("counts every check of resolve as one call", async () => {
    const gateway = await startGateway(inSequence(respondWith(404), respondWith(404), status));
    const { ended } = listen(call);
    const paths = recordTree();
    await clientOf(gateway).transactions.resolve("order-1", { delayMs: 1 });
    expect(ended(call)).toMatchObject([{ operation: "transactions.resolve", attempts: 3 }]);
    expect(paths).toEqual(["client.call", ...Array(3).fill("client.call > client.attempt")]);
  });

  it.each([
    ["https://gateway.example", "gateway.example", 443],
    ["https://gateway.example:8443/base", "gateway.example", 8443],
    ["http://[::1]", "::1", 80],
  ])("has the address of %s", async (url, serverAddress, serverPort) => {
    const { ended } = listen(call);
    const fetch = async (): Promise<Response> => Response.json([]);
    await clientOf({ url }, { fetch }).transactions.list();
    expect(ended(call)).toMatchObject([{ serverAddress, serverPort }]);
  });

  it("is not published if an argument is invalid", async () => {
    const { heard } = listen();
    const { payments, payouts, transactions, request } = clientOf({ url: "https://x.example" });
    await failureOf(payments.hostedCheckout({ ...checkout, amount: "-1" }));
    await failureOf(payouts.approve({} as never));
    await failureOf(transactions.status(""));
    await failureOf(transactions.resolve(""));
    await failureOf(request("refund" as never));
    expect(heard).toEqual([]);
  });
});

describe("the outcome of a call", () => {
  it("is recorded if the journal returned the response", async () => {
    const gateway = await startGateway(page);
    const numipay = clientOf(gateway, { journal: memoryJournal() });
    const { ended } = listen(call);
    await numipay.payouts.request(checkout);
    await numipay.payouts.request(checkout);
    expect(ended(call)).toMatchObject([
      { attempts: 1, outcome: "succeeded" },
      { attempts: 0, outcome: "recorded" },
    ]);
    expect(gateway.seen).toHaveLength(1);
  });

  it("is refused after a rejection", async () => {
    const { ended, lines } = listen(call);
    await failureOf(clientOf(await startGateway(respondWith(422))).payouts.request(checkout));
    expect(ended(call)).toMatchObject([
      {
        outcome: "refused",
        errorCode: "request_rejected",
        error: { name: "RequestRejectedError", code: "request_rejected" },
      },
    ]);
    expect(lines()).toContain("client.call error");
  });

  it("is refused without a connection", async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const { ended } = listen(call);
    await failureOf(clientOf({ url }).payouts.request(checkout));
    const refused = { outcome: "refused", errorCode: "connection_failed", attempts: 3 };
    expect(ended(call)).toMatchObject([refused]);
  });

  it("is unknown after a lost response", async () => {
    const gateway = await startGateway(byMethod({ POST: respondWith(502), GET: status }));
    const { ended } = listen(call);
    await failureOf(clientOf(gateway).payouts.request(checkout));
    expect(ended(call)).toMatchObject([{ outcome: "unknown", errorCode: "outcome_unknown" }]);
  });

  it("is failed for a read", async () => {
    const { ended } = listen(call);
    await failureOf(clientOf(await startGateway(respondWith(404))).transactions.status("o"));
    expect(ended(call)).toMatchObject([{ outcome: "failed", errorCode: "request_rejected" }]);
  });

  it("has no code if the caller aborted with an error of its own", async () => {
    const gateway = await startGateway(() => {});
    const { ended } = listen(call);
    const signal = AbortSignal.timeout(20);
    await failureOf(clientOf(gateway).transactions.list({}, { signal }));
    const error = { name: "TimeoutError", code: "23" };
    expect(ended(call)).toMatchObject([{ outcome: "failed", errorCode: undefined, error }]);
  });
});

describe("a traced call", () => {
  it("returns the response and does not publish it", async () => {
    const gateway = await startGateway(page);
    const { heard } = listen(call);
    expect(await clientOf(gateway).payouts.request(checkout)).toEqual({
      url: "https://pay.example/1",
    });
    expect(gateway.seen).toHaveLength(1);
    expect(JSON.stringify(heard)).not.toContain("pay.example");
  });
});
