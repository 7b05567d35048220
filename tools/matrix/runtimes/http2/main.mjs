// Servers of node:http2, without TLS. Each has the webhook of its framework.
import { createServer } from "node:http2";
import { createAdaptorServer } from "@hono/node-server";
import { bodyParser } from "@koa/bodyparser";
import { numipayWebhook } from "@numipay/core";
import { numipayWebhook as fastifyWebhook } from "@numipay/fastify";
import { numipayWebhook as koaWebhook } from "@numipay/koa";
import Fastify from "fastify";
import Koa from "koa";
import { koaBody } from "koa-body";
import { checkHealth, onEvent, onOutcome, print } from "play";
import { serve } from "play/serve";

function createKoa(parser) {
  const app = new Koa();
  if (parser !== undefined) app.use(parser);
  app.use(koaWebhook({ onOutcome }).on("*", onEvent));
  const listener = app.callback();
  return createServer((request, response) => void listener(request, response));
}

await serve("Koa", () => createKoa(), { http2: true });
// It keeps the text as rawBody.
await serve("Koa behind @koa/bodyparser", () => createKoa(bodyParser()), { http2: true });
await serve("Koa behind koa-body", () => createKoa(koaBody()), { http2: true, parsed: true });

await serve(
  "Fastify",
  async () => {
    const app = Fastify({ http2: true });
    await app.register(fastifyWebhook({ onOutcome }).on("*", onEvent));
    await app.ready();
    return app.server;
  },
  { http2: true },
);

await serve(
  "Web handler with @hono/node-server",
  () => {
    const webhook = numipayWebhook({ onOutcome }).on("*", onEvent);
    const isHealth = ({ url }) => new URL(url).pathname === "/health";
    const fetch = (request) => (isHealth(request) ? checkHealth(webhook) : webhook.fetch(request));
    return createAdaptorServer({ fetch, createServer });
  },
  { http2: true, health: "/health" },
);
print({ ready: true });
