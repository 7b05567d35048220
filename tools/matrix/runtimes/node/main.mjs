// The client and the Web handler on a server of Node.
import { createAdaptorServer } from "@hono/node-server";
import { Numipay, numipayWebhook } from "@numipay/core";
import { callGateway, checkHealth, onEvent, onOutcome, print } from "play";
import { serve } from "play/serve";
import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";

// Node 24 reads the proxy from the environment if NODE_USE_ENV_PROXY is set. Before that, undici's agent does.
const isProxied = process.env.HTTPS_PROXY !== undefined;
if (isProxied && Number.parseInt(process.versions.node, 10) < 24) {
  setGlobalDispatcher(new EnvHttpProxyAgent());
}

const webhook = numipayWebhook({ onOutcome }).on("*", onEvent);

async function fetch(request) {
  const { pathname } = new URL(request.url);
  if (pathname === "/consumed") await request.json();
  if (/^\/(?:webhooks\/numipay|consumed)$/.test(pathname)) return webhook.fetch(request);
  return pathname === "/health" ? checkHealth(webhook) : callGateway(Numipay, request.url);
}

await serve("Web handler with @hono/node-server", () => createAdaptorServer({ fetch }), {
  health: "/health",
  consumed: "/consumed",
  client: "/",
});
print({ ready: true });
