// Runs the relay on Node.
import { serve } from "@hono/node-server";
import { createRelay } from "./create-relay.js";
import { describeStart } from "./node/describe-start.js";
import { openInbox } from "./node/open-inbox.js";
import { readInboxSettings } from "./node/read-inbox-settings.js";
import { readSettings } from "./read-settings.js";

/** Added to the services' timeouts when computing how long one event can take. */
const processingMarginMs = 60_000;

try {
  const settings = readSettings(process.env);
  const problems: string[] = [];
  const inboxSettings = readInboxSettings(process.env, problems);
  const port = Number(process.env["PORT"] ?? "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push("PORT must be a whole number from 0 to 65535.");
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  // Fail on an invalid event pattern now, not on the first webhook.
  createRelay(settings);
  const maxProcessingMs = settings.routes.length * settings.timeoutMs + processingMarginMs;
  const { inbox, close } = await openInbox({ ...inboxSettings, maxProcessingMs });
  const relay = createRelay({ ...settings, inbox });
  // Loopback only: in production, put a TLS proxy in front.
  const server = serve({ fetch: relay.fetch, port, hostname: "127.0.0.1" }, (address) => {
    const url = `http://127.0.0.1:${address.port}`;
    console.log(describeStart(url, settings.routes).join("\n"));
  });
  server.once("error", (error) => {
    fail(error);
    // An open connection would keep the process alive.
    void close();
  });
  // Close the inbox last: deliveries in progress still need it.
  const stop = () => server.close(() => void close());
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
