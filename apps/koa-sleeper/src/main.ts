// @ts-check
// Starts the ticket office against the gateway that the environment names.
import type { AddressInfo } from "node:net";
import { Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/koa";
import { createOffice } from "./create-office.js";
import { openInbox } from "./open-inbox.js";
import { readSettings } from "./read-settings.js";

try {
  const {
    apiKey,
    baseUrl,
    signaturePassword,
    inbox: inboxSettings,
    port,
    publicUrl,
  } = readSettings(process.env);
  const numipay = new Numipay({ apiKey, baseUrl });
  const { inbox, close } = await openInbox(inboxSettings);
  const webhook = numipayWebhook({ signaturePassword, inbox });
  const { app } = createOffice({ numipay, webhook, publicUrl });

  // Loopback only: in the open, a proxy with TLS stands in front.
  const server = app.listen(port, "127.0.0.1", () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    console.log(`Ticket office  ${url}`);
    console.log(`Webhooks       ${url}/webhooks/numipay (give this address to the gateway)`);
  });
  server.once("error", (error) => {
    fail(error);
    // Its connection would keep the process alive behind the error.
    void close();
  });
  const stop = () => {
    // The inbox goes last: requests still need it.
    server.close(() => void close());
    // Tickets that wait for their webhook would hold it open.
    server.closeAllConnections();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  fail(error);
}

function fail(error: unknown) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
