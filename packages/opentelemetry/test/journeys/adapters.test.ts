import { createServer, type RequestListener } from "node:http";
import { numipayWebhook as fastifyWebhook } from "@numipay/fastify";
import { numipayWebhook as koaWebhook } from "@numipay/koa";
import { signDelivery } from "@numipay/testing";
import Fastify from "fastify";
import Koa from "koa";
import { expect, it } from "vitest";
import { listen } from "../listen.js";
import { toOutline } from "../span-tree.js";
import { instrument, registerSdk } from "../telemetry-fixture.js";
import { deposit } from "./deposit.js";
import { instrumentHttp } from "./instrument-http.js";
import { creditWallet } from "./open-shop.js";

const signaturePassword = "a-signature-password-of-30-chars";
const options = {
  signaturePassword,
  path: "/shop/webhook",
  onOutcome: () => undefined,
};

async function onFastify(): Promise<RequestListener> {
  const app = Fastify();
  const webhook = fastifyWebhook(options).on("deposit.*", creditWallet);
  await app.register(webhook);
  await app.ready();
  return (request, response) => app.routing(request, response);
}

async function onKoa(): Promise<RequestListener> {
  const webhook = koaWebhook(options).on("deposit.*", creditWallet);
  const listener = new Koa().use(webhook).callback();
  return (request, response) => void listener(request, response);
}

// Express and Nest have tests of their own, and the Web handler is in that of BullMQ.
it.each([
  ["Fastify", onFastify],
  ["Koa", onKoa],
])("a delivery to %s is below the span of its request", async (_name, serve) => {
  const { spans, allEnded, tracerProvider } = registerSdk();
  instrumentHttp(tracerProvider);
  instrument();
  const url = await listen(createServer(await serve()));
  const delivery = signDelivery(deposit, { signaturePassword });
  const { status } = await fetch(`${url}/shop/webhook`, delivery);
  expect(status).toBe(200);
  await allEnded();
  expect(toOutline(spans()).replaceAll(/ numipay\.\S+/g, "")).toBe(`
SERVER POST
  INTERNAL numipay webhook.delivery
    INTERNAL numipay webhook.verify
    INTERNAL numipay webhook.claim
    INTERNAL numipay webhook.handler
      INTERNAL credit wallet
        INTERNAL UPDATE wallets
    INTERNAL numipay webhook.commit
`);
});
