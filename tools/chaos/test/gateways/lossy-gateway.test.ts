import type { Sandbox } from "@numipay/sandbox";
import { Numipay, nothingWasDone } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createLossyFetch, errorsAfterSending } from "../../src/gateways/lossy-fetch.js";
import { createLossyGateway, losses } from "../../src/gateways/lossy-gateway.js";

let sandbox: Sandbox;
let gateway: Awaited<ReturnType<typeof createLossyGateway>>;
let fault: string | undefined;
beforeAll(async () => {
  sandbox = await createSandbox({ seed: "lossy", autoDeliver: false });
  const lossOf = ({ method }) => (method === "POST" ? fault : undefined);
  gateway = await createLossyGateway(sandbox, { lossOf });
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

const pay = async (name) => {
  const atFetch = createLossyFetch(({ method }) => (method === "POST" ? fault : undefined));
  const { apiKey } = sandbox;
  const numipay = new Numipay({ apiKey, baseUrl: gateway.url, retryDelayMs: 1, fetch: atFetch });
  const tracking_id = name.replaceAll(" ", "-");
  const request = { tracking_id, user_id: "customer-1", currency: "EUR", amount: "20.00" };
  fault = name;
  const error = await numipay.payouts.request(request).catch((caught) => caught);
  return { error, posts: gateway.posts.get(tracking_id) ?? 0 };
};

it.each([...Object.keys(losses), ...Object.keys(errorsAfterSending)])(
  "has the payment, and the client is not sure: %s",
  async (name) => {
    const { error, posts } = await pay(name);
    expect(posts).toBe(1);
    expect(error).toMatchObject({ code: "outcome_unknown", finding: { state: "found" } });
  },
);

it("does not have a payment that never connected", async () => {
  const { error, posts } = await pay("connect ECONNREFUSED");
  expect(posts).toBe(0);
  expect(nothingWasDone(error)).toBe(true);
});

it("passes on what no fault befalls", async () => {
  const { error, posts } = await pay("no fault");
  expect(posts).toBe(1);
  expect(error.url).toMatch(/cashier/);
});
