import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createOutbox, memoryInbox, memoryJournal, Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { trace } from "@opentelemetry/api";
import express from "express";
import { describe, expect, it, onTestFinished } from "vitest";
import { toOutline, toTrees } from "../span-tree.js";
import { instrument, registerSdk } from "../telemetry-fixture.js";
import { instrumentHttp } from "./instrument-http.js";
import { startSandbox, submit } from "./start-sandbox.js";

/** A shop with a sandbox, in which every request and each part of its work has a span. */
async function openShop() {
  const sdk = registerSdk();
  instrumentHttp(sdk.tracerProvider);
  instrument();
  const sandbox = await startSandbox();
  const inbox = memoryInbox();
  const journal = memoryJournal();
  const numipay = new Numipay({ ...sandbox.clientOptions, journal });
  const outbox = createOutbox({ numipay, journal, inbox });
  outbox.on("refused", () => undefined);
  const { signaturePassword } = sandbox;
  const webhook = numipayWebhook({
    path: "/shop/webhook",
    signaturePassword,
    inbox,
    journal,
    onOutcome: () => undefined,
  });
  const tracer = trace.getTracer("shop");
  webhook.on("*.successful", async () => {
    await tracer.startActiveSpan("credit wallet", async (span) => {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      span.end();
    });
  });
  const app = express();
  app.post("/shop/checkout", async (_request, response) => {
    const order = { tracking_id: "order-1", user_id: "user-1", currency: "EUR", amount: "200.00" };
    response.json(await numipay.payments.hostedCheckout(order));
  });
  app.use(webhook);
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox.setWebhookUrl(`${url}/shop/webhook`);
  return { ...sdk, sandbox, numipay, outbox, webhook, url };
}

describe("a deposit", () => {
  it("has a trace for the checkout and one for each webhook", async () => {
    const { url, sandbox, spans } = await openShop();
    const response = await fetch(`${url}/shop/checkout`, { method: "POST" });
    const { url: cashier } = (await response.json()) as { url: string };
    await submit(`${cashier}/northbank`, { action: "pay" });
    await sandbox.flush();
    expect(toOutline(toTrees(spans()))).toMatchInlineSnapshot();
    expect(toTrees(spans())).toMatchInlineSnapshot();
  });
});

describe("a payout through the outbox", () => {
  it("has a trace for the call and one for each webhook", async () => {
    const { outbox, sandbox, numipay, spans } = await openShop();
    const order = { tracking_id: "payout-1", user_id: "user-1", currency: "EUR", amount: "30.00" };
    await outbox.enqueue(undefined, "payouts.request", order);
    outbox.on("confirmed", () => undefined);
    await outbox.runOnce();
    expect(toOutline(toTrees(spans()))).toMatchInlineSnapshot();
    expect(sandbox, numipay).toBeDefined();
  });
});
