import { createServer } from "node:http";
import { Numipay, numipayWebhook } from "@numipay/core";
import { numipayWebhook as expressWebhook } from "@numipay/express";
import express from "express";
import { callGateway, checkHealth, onEvent, onOutcome, print } from "play";
import { serve } from "play/serve";

const webhook = numipayWebhook({ onOutcome }).on("*", onEvent);
const { url } = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  routes: {
    "/webhooks/numipay": webhook.fetch,
    "/consumed": async (request) => {
      await request.json();
      return webhook.fetch(request);
    },
    "/health": () => checkHealth(webhook),
    "/*": (request) => callGateway(Numipay, request.url),
  },
});
print({
  setup: "Bun.serve",
  webhooks: { "": `${url}webhooks/numipay` },
  health: `${url}health`,
  consumed: `${url}consumed`,
  client: url,
});

function createExpress(...parsers) {
  const app = express();
  for (const parser of parsers) app.use(parser);
  return createServer(app.use(expressWebhook({ onOutcome }).on("*", onEvent)));
}
await serve("Express", () => createExpress());
await serve("Express behind express.json()", () => createExpress(express.json()), { parsed: true });
print({ ready: true });
