// @ts-check
// The relay on Node.
import { serve } from "@hono/node-server";
import { createRelay } from "./create-relay.js";
import { readSettings } from "./read-settings.js";

try {
  const settings = readSettings(process.env);
  // Before anybody calls: a pattern that can never match ends the start, and not the first webhook.
  const relay = createRelay(settings);
  const port = Number(process.env.PORT ?? "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error("PORT is no port: give a number from 0 to 65535.");
  }
  // Loopback only: in the open, a proxy with TLS stands in front.
  const server = serve({ fetch: relay.fetch, port, hostname: "127.0.0.1" }, (address) => {
    const url = `http://127.0.0.1:${address.port}`;
    console.log(`Webhooks  ${url}/webhooks/numipay (give this address to the gateway)`);
    for (const route of settings.routes) console.log(`${route.pattern.padEnd(20)}  ${route.url}`);
  });
  server.once("error", fail);
  const stop = () => server.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  fail(error);
}

/** @param {unknown} error */
function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
