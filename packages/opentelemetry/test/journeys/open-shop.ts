import { createServer } from "node:http";
import {
  createOutbox,
  memoryInbox,
  memoryJournal,
  Numipay,
  type WebhookOptions,
} from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { trace } from "@opentelemetry/api";
import express from "express";
import { listen } from "../listen.js";
import { toOutline } from "../span-tree.js";
import { instrument, registerSdk } from "../telemetry-fixture.js";
import { instrumentHttp } from "./instrument-http.js";
import { namesIn, startSandbox } from "./start-sandbox.js";

export const order = {
  tracking_id: "order-1",
  user_id: "user-1",
  currency: "EUR",
  amount: "200.00",
};

/** Opens a shop on Express with a sandbox. `http` and Numipay are instrumented, and the credit of a wallet has a span of its own. */
export async function openShop(options: Partial<WebhookOptions> = {}) {
  const sdk = registerSdk();
  instrumentHttp(sdk.tracerProvider);
  instrument();
  const sandbox = await startSandbox();
  const inbox = memoryInbox();
  const journal = memoryJournal();
  const numipay = new Numipay({ ...sandbox.clientOptions, journal });
  const webhook = numipayWebhook({
    path: "/shop/webhook",
    signaturePassword: sandbox.signaturePassword,
    inbox,
    onOutcome: () => undefined,
    ...options,
  });
  const app = express();
  app.post("/shop/checkout", async (_request, response) => {
    response.json(await numipay.payments.hostedCheckout(order));
  });
  app.use(webhook);
  const url = await listen(createServer(app));
  sandbox.setWebhookUrl(`${url}/shop/webhook`);
  return {
    ...sdk,
    url,
    sandbox,
    numipay,
    webhook,
    outbox: createOutbox({ numipay, journal, inbox, onError: () => undefined }),
    outline: async () => {
      await sdk.allEnded();
      return toOutline(sdk.spans(), namesIn(sandbox));
    },
  };
}

/** What a handler does: asynchronous work in a span of its own. */
export async function creditWallet(): Promise<void> {
  await trace.getTracer("shop").startActiveSpan("credit wallet", async (span) => {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    trace.getTracer("shop").startSpan("UPDATE wallets").end();
    span.end();
  });
}
