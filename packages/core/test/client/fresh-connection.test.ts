import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type * as Client from "../../src/client/numipay.js";

// Fault: Deno 2.9 and Bun 1.3 send a POST twice when a connection that was used before closes.

let client: typeof Client;
beforeEach(async () => {
  // The runtime is detected once per process.
  vi.resetModules();
  client = await import("../../src/client/numipay.js");
});

type Sent = { method?: string; keepalive?: boolean; client?: unknown };

async function callOn(runtime: object): Promise<Sent[]> {
  for (const [name, api] of Object.entries(runtime)) vi.stubGlobal(name, api);
  onTestFinished(() => void vi.unstubAllGlobals());
  const sent: Sent[] = [];
  const fetch = ((_url: unknown, init: Sent) => {
    sent.push(init);
    const body = { url: "https://pay.example/1", transaction_status: "pending" };
    return Promise.resolve(Response.json(body));
  }) as typeof globalThis.fetch;
  const options = { apiKey: "key-1", baseUrl: "https://gateway.example", fetch };
  const numipay = new client.Numipay(options);
  const order = { tracking_id: "o-1", user_id: "u-1", currency: "EUR", amount: "1.00" };
  await numipay.payments.hostedCheckout(order);
  await numipay.transactions.status("o-1");
  return sent.map(({ method, keepalive, client: own }) => ({
    ...(method === undefined ? {} : { method }),
    ...(keepalive === undefined ? {} : { keepalive }),
    ...(own === undefined ? {} : { client: own }),
  }));
}

describe("a call that moves money", () => {
  it("gets a new connection on Deno", async () => {
    const createHttpClient = (pool: object): object => ({ pool });
    expect(await callOn({ Deno: { createHttpClient } })).toEqual([
      { method: "POST", client: { pool: { poolMaxIdlePerHost: 0 } } },
      { method: "GET" },
    ]);
  });

  it("gets a new connection on Bun", async () => {
    expect(await callOn({ Bun: {} })).toEqual([
      { method: "POST", keepalive: false },
      { method: "GET" },
    ]);
  });

  it("needs no option on Node", async () => {
    expect(await callOn({})).toEqual([{ method: "POST" }, { method: "GET" }]);
  });
});
