import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Numipay } from "../../../src/client/numipay.js";
import { checkout, failureOf } from "../stub-gateway.js";

// The claims of docs/test-your-integration.md.

const baseUrl = "https://gateway.example";

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const numipay = new Numipay({ apiKey: "key-1", baseUrl, retryDelayMs: 1 });

describe("nock", () => {
  it("responds to the global fetch", async () => {
    const gateway = nock(baseUrl, { reqheaders: { "x-api-key": "key-1" } })
      .post("/payments/hosted", { request: checkout })
      .reply(200, { url: "https://pay.example/1" });
    expect(await numipay.payments.hostedCheckout(checkout)).toEqual({
      url: "https://pay.example/1",
    });
    gateway.done();
  });

  it("refuses a connection, which is retried", async () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), {
      code: "ECONNREFUSED",
      syscall: "connect",
    });
    nock(baseUrl).post("/payments/hosted").replyWithError(refused);
    nock(baseUrl).post("/payments/hosted").reply(200, { url: "https://pay.example/1" });
    expect(await numipay.payments.hostedCheckout(checkout)).toEqual({
      url: "https://pay.example/1",
    });
  });

  it("breaks a connection, which leaves the outcome unknown", async () => {
    nock(baseUrl).post("/payments/hosted").replyWithError("socket hang up");
    nock(baseUrl).get("/transactions/order-1").reply(404, {});
    const failure = await failureOf(numipay.payments.hostedCheckout(checkout));
    expect(failure).toMatchObject({ code: "outcome_unknown" });
  });

  it("needs one interceptor for each attempt", async () => {
    nock(baseUrl).get("/transactions/o-1").reply(503, {});
    nock(baseUrl).get("/transactions/o-1").reply(200, { transaction_status: "pending" });
    expect(await numipay.transactions.status("o-1")).toEqual({ transaction_status: "pending" });
    expect(nock.isDone()).toBe(true);
  });
});
