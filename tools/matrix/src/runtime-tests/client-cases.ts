import assert from "node:assert/strict";
import { type FakeGateway, findRefusingUrl, startGateway } from "./gateways.js";
import type { AdapterCase } from "@numipay/testing";

/** What an app responds with: the result of the call, or its error. */
interface CallResult {
  result?: { url?: string; transaction_status?: string };
  error?: string;
  message?: string;
}

/** The cases of an app that calls the gateway. */
export function clientCases(client: string): AdapterCase[] {
  return [
    { name: "creates a checkout", run: () => createsCheckout(client) },
    { name: "sends a payment once on a used connection", run: () => sendsOnce(client) },
    { name: "reports a refused connection", run: () => reportsRefused(client) },
  ];
}

async function createsCheckout(client: string): Promise<void> {
  await withGateway(false, async ({ url, posts }) => {
    assert.deepEqual(await call(client, "pay", url), {
      result: { url: "https://pay.test/checkout/1", transaction_status: "pending" },
    });
    assert.equal(posts(), 1);
  });
}

async function sendsOnce(client: string): Promise<void> {
  await withGateway(true, async ({ url, posts }) => {
    // Leaves connections that the payment could use.
    for (let count = 0; count < 3; count += 1) {
      const { result } = await call(client, "status", url);
      assert.equal(result?.transaction_status, "pending");
    }
    const { error, message } = await call(client, "pay", url);
    assert.deepEqual([error, posts()], ["OutcomeUnknownError", 1], message);
  });
}

async function reportsRefused(client: string): Promise<void> {
  const { error, message } = await call(client, "pay", await findRefusingUrl());
  assert.equal(error, "ConnectionError", message);
}

/** The case of an app whose environment has a proxy that refuses tunnels. */
export function proxyCase(client: string, proxy: FakeGateway): AdapterCase {
  return {
    name: "reports a proxy that refuses the tunnel",
    async run() {
      const { error, message } = await call(client, "pay", "https://gateway.test");
      assert.ok(proxy.posts() > 0, `The proxy received no request. ${message}`);
      assert.equal(error, "ConnectionError", message);
    },
  };
}

async function call(client: string, name: "status" | "pay", gateway: string): Promise<CallResult> {
  const response = await fetch(`${client}${name}?gateway=${encodeURIComponent(gateway)}`);
  return (await response.json()) as CallResult;
}

async function withGateway(
  isCutting: boolean,
  play: (gateway: FakeGateway) => Promise<void>,
): Promise<void> {
  const gateway = await startGateway({ isCutting });
  try {
    await play(gateway);
  } finally {
    gateway.close();
  }
}
