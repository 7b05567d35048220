import { fetch, MockAgent, setGlobalDispatcher, getGlobalDispatcher } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { Numipay } from "../../../src/client/numipay.js";
import { checkout, failureOf } from "../stub-gateway.js";

// The claims of docs/test-your-integration.md.

const baseUrl = "https://gateway.example";
const original = getGlobalDispatcher();

afterEach(() => setGlobalDispatcher(original));

function createAgent(): MockAgent {
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent
    .get(baseUrl)
    .intercept({ method: "POST", path: "/payments/hosted" })
    .reply(200, { url: "https://pay.example/1" });
  return agent;
}

describe("MockAgent of undici", () => {
  it("responds to the global fetch", async () => {
    const agent = createAgent();
    setGlobalDispatcher(agent);
    const numipay = new Numipay({ apiKey: "key-1", baseUrl });
    expect(await numipay.payments.hostedCheckout(checkout)).toEqual({
      url: "https://pay.example/1",
    });
    agent.assertNoPendingInterceptors();
  });

  it("responds to the fetch of the same undici", async () => {
    const dispatcher = createAgent();
    const numipay = new Numipay({
      apiKey: "key-1",
      baseUrl,
      fetch: ((url: string, init: object) =>
        fetch(url, { ...init, dispatcher })) as unknown as typeof globalThis.fetch,
    });
    expect(await numipay.payments.hostedCheckout(checkout)).toEqual({
      url: "https://pay.example/1",
    });
  });

  it("reports a request without an interceptor as an unknown outcome", async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    setGlobalDispatcher(agent);
    const numipay = new Numipay({ apiKey: "key-1", baseUrl });
    const failure = await failureOf(numipay.payments.hostedCheckout(checkout));
    expect(failure).toMatchObject({ code: "outcome_unknown" });
    expect(String(failure)).toContain("UND_MOCK_ERR_MOCK_NOT_MATCHED");
  });
});
