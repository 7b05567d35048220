import { Numipay, nothingWasDone } from "@numipay/core";
import { createSandbox, type Sandbox } from "@numipay/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLossyFetch, errorsAfterSending } from "../../src/gateways/lossy-fetch.js";
import { createLossyGateway } from "../../src/gateways/lossy-gateway.js";
import type { PaymentRequest } from "../../src/gateways/read-request.js";
import { responseLosses } from "../../src/gateways/response-losses.js";

let sandbox: Sandbox;
let gateway: Awaited<ReturnType<typeof createLossyGateway>>;
let fault: string | undefined;
const chooseFault = ({ method }: PaymentRequest) => (method === "POST" ? fault : undefined);
beforeAll(async () => {
  sandbox = await createSandbox({ seed: "lossy", autoDeliver: false });
  gateway = await createLossyGateway(sandbox, chooseFault);
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

/** Requests a payout with a fault. Returns the response or the error, and the number of POSTs that arrived. */
const requestPayout = async (name: string) => {
  const numipay = new Numipay({
    apiKey: sandbox.apiKey,
    baseUrl: gateway.url,
    retryDelayMs: 1,
    fetch: createLossyFetch(chooseFault),
  });
  const tracking_id = name.replaceAll(" ", "-");
  const request = { tracking_id, user_id: "customer-1", currency: "EUR", amount: "20.00" };
  fault = name;
  const result: unknown = await numipay.payouts.request(request).catch((error: unknown) => error);
  return { result, posts: gateway.posts.get(tracking_id) ?? 0 };
};

describe("createLossyGateway", () => {
  it.each([...Object.keys(responseLosses), ...Object.keys(errorsAfterSending)])(
    "carries out the payment, with an unknown outcome: %s",
    async (name) => {
      const { result, posts } = await requestPayout(name);
      expect(posts).toBe(1);
      expect(result).toMatchObject({
        code: "outcome_unknown",
        lastKnownStatus: { state: "found" },
      });
    },
  );

  it("has no payment without a connection", async () => {
    const { result, posts } = await requestPayout("connect ECONNREFUSED");
    expect(posts).toBe(0);
    expect(nothingWasDone(result)).toBe(true);
  });

  it("passes on a request without a fault", async () => {
    const { result, posts } = await requestPayout("no fault");
    expect(posts).toBe(1);
    expect(result).toMatchObject({ url: expect.stringContaining("cashier") });
  });
});
