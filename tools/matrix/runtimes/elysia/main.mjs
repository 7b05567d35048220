import { Numipay, numipayWebhook } from "@numipay/core";
import { Elysia } from "elysia";
import { callGateway, checkHealth, onEvent, onOutcome, print } from "play";
import { serve } from "./suite.mjs";

const webhook = numipayWebhook({ onOutcome }).on("*", onEvent);
const path = "/webhooks/numipay";

/** Starts an app on a free port. Returns its address. */
function listen(app) {
  const { server } = app.listen({ hostname: "127.0.0.1", port: 0 });
  return `http://127.0.0.1:${server.port}`;
}

const url = listen(
  new Elysia()
    .post(path, ({ request }) => webhook.fetch(request))
    .post("/consumed", async ({ request }) => {
      await request.json();
      return webhook.fetch(request);
    })
    .get("/health", () => checkHealth(webhook))
    .get("/shop/:call", ({ request }) => callGateway(Numipay, request.url))
    .all("/suite/*", ({ request }) => serve(request)),
);
print({
  setup: "a route",
  webhooks: { "": `${url}${path}` },
  health: `${url}/health`,
  consumed: `${url}/consumed`,
  client: `${url}/shop/`,
  suite: `${url}/suite`,
});

// A plugin that reads every body makes Elysia parse it before the route.
const audited = () => new Elysia().onBeforeHandle(({ body }) => void body);
const parsed = listen(
  audited()
    .post(path, ({ request }) => webhook.fetch(request), { parse: "none" })
    .post("/parsed", ({ request }) => webhook.fetch(request))
    .all("/suite/*", ({ request }) => serve(request), { parse: "none" }),
);
print({
  setup: 'parse: "none"',
  webhooks: { "": `${parsed}${path}` },
  consumed: `${parsed}/parsed`,
  suite: `${parsed}/suite`,
});

const kept = listen(
  audited()
    .post(path, ({ request, body }) => webhook.fetch(request, body), { parse: "arrayBuffer" })
    .post("/suite/*", ({ request, body }) => serve(request, new Uint8Array(body)), {
      parse: "arrayBuffer",
    })
    .get("/suite/*", ({ request }) => serve(request)),
);
print({
  setup: 'parse: "arrayBuffer"',
  webhooks: { "": `${kept}${path}` },
  suite: `${kept}/suite`,
});

const mounted = listen(audited().mount(path, webhook.fetch).mount("/suite", serve));
print({
  setup: "mount()",
  webhooks: { "": `${mounted}${path}` },
  suite: `${mounted}/suite`,
});
print({ ready: true });
