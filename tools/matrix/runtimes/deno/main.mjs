import { createServer } from "node:http";
import { Numipay, numipayWebhook } from "@numipay/core";
import { numipayWebhook as expressWebhook } from "@numipay/express";
import express from "express";
import { callGateway, checkHealth, onEvent, onOutcome, print } from "play";
import { serve } from "play/serve";

const webhook = numipayWebhook({ onOutcome }).on("*", onEvent);
const { addr } = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/consumed") await request.json();
  if (/^\/(?:webhooks\/numipay|consumed)$/.test(pathname)) return webhook.fetch(request);
  return pathname === "/health" ? checkHealth(webhook) : callGateway(Numipay, request.url);
});
const url = `http://127.0.0.1:${addr.port}`;
print({
  setup: "Deno.serve",
  webhooks: { "": `${url}/webhooks/numipay` },
  health: `${url}/health`,
  consumed: `${url}/consumed`,
  client: `${url}/`,
});

function createExpress(...parsers) {
  const app = express();
  for (const parser of parsers) app.use(parser);
  return createServer(app.use(expressWebhook({ onOutcome }).on("*", onEvent)));
}
await serve("Express", () => createExpress());
// Its node:http has the diagnostics channel, so the bytes are captured.
await serve("Express behind express.json()", () => createExpress(express.json()));
print({ ready: true });
