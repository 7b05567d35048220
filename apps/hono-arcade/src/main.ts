// @ts-check
// The relay on Node.
import { serve } from "@hono/node-server";
import { createRelay } from "./create-relay.js";
import { openInbox } from "./node/open-inbox.js";
import { readInboxSettings } from "./node/read-inbox-settings.js";
import { readSettings } from "./read-settings.js";

try {
  const settings = readSettings(process.env);
  const problems: string[] = [];
  const inboxSettings = readInboxSettings(process.env, problems);
  const port = Number(process.env.PORT ?? "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push("PORT is no port: give a number from 0 to 65535.");
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  // Before anybody calls: a pattern that can never match ends the start, and not the first webhook.
  createRelay(settings);
  // A minute over, for what is slow besides the services.
  const holdMs = settings.routes.length * settings.timeoutMs + 60_000;
  const { inbox, close } = await openInbox({ ...inboxSettings, holdMs });
  const relay = createRelay({ ...settings, inbox });
  // Loopback only: in the open, a proxy with TLS stands in front.
  const server = serve({ fetch: relay.fetch, port, hostname: "127.0.0.1" }, (address) => {
    const url = `http://127.0.0.1:${address.port}`;
    console.log(`Webhooks  ${url}/webhooks/numipay (give this address to the gateway)`);
    for (const route of settings.routes) console.log(`${route.pattern.padEnd(20)}  ${route.url}`);
  });
  server.once("error", (error) => {
    fail(error);
    // Its connection would keep the process alive behind the error.
    void close();
  });
  // The inbox goes last: deliveries still need it.
  const stop = () => server.close(() => void close());
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  fail(error);
}

function fail(error: unknown) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
