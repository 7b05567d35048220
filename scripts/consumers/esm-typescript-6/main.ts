// An ESM project with everything strict: each framework takes a payment's webhooks from the sandbox, over a real server.
import assert from "node:assert/strict";
import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type EventRegistry, type NumipayOptions, Numipay } from "@numipay/core";
import { numipayWebhook as expressWebhook } from "@numipay/express";
import { numipayWebhook as fastifyWebhook } from "@numipay/fastify";
import { numipayWebhook as koaWebhook } from "@numipay/koa";
import { createSandbox } from "@numipay/sandbox";
import express from "express";
import Fastify from "fastify";
import Koa from "koa";

const sandbox = await createSandbox({ autoDeliver: false });
const { signaturePassword } = sandbox;
const clientOptions: NumipayOptions = sandbox.clientOptions;
const numipay = new Numipay(clientOptions);

async function serve(listener: RequestListener): Promise<{ url: string; close: () => unknown }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function pay(name: string, webhook: EventRegistry, url: string): Promise<void> {
  const seen: string[] = [];
  webhook.on("deposit.successful", (event, { type }) => seen.push(`${type} ${event.amount}`));
  sandbox.setWebhookUrl(`${url}/webhooks/numipay`);
  const checkout = await numipay.payments.hostedCheckout({
    tracking_id: `order-${name}`,
    user_id: "customer-1",
    currency: "EUR",
    amount: "200.00",
  });
  await sandbox.fetch(`${checkout.url}/northbank`, {
    method: "POST",
    body: new URLSearchParams({ action: "pay" }),
  });
  await sandbox.runUntilIdle();
  assert.deepEqual(seen, ["deposit.successful 200.00"], name);
  const { transaction_status } = await numipay.transactions.status(`order-${name}`);
  assert.equal(transaction_status, "successful");
}

const onExpress = expressWebhook({ signaturePassword });
const expressServer = await serve(express().use(onExpress));
await pay("express", onExpress, expressServer.url);
expressServer.close();

const onKoa = koaWebhook({ signaturePassword });
const koaListener = new Koa().use(onKoa).callback();
const koaServer = await serve((request, response) => void koaListener(request, response));
await pay("koa", onKoa, koaServer.url);
koaServer.close();

const onFastify = fastifyWebhook({ signaturePassword });
const fastify = Fastify();
await fastify.register(onFastify);
await pay("fastify", onFastify, await fastify.listen({ host: "127.0.0.1", port: 0 }));
await fastify.close();

await sandbox.close();
console.log("ok");
