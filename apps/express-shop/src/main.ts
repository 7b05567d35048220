// @ts-check
// Starts the shop against the gateway that the environment names.
import type { AddressInfo } from "node:net";
import { Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { createShop } from "./create-shop.js";
import { openStore } from "./open-store.js";
import { findMissedHourly } from "./payments/find-missed.js";
import { readSettings } from "./read-settings.js";

try {
  const { apiKey, baseUrl, signaturePassword, store, port, ...rest } = readSettings(process.env);
  const numipay = new Numipay({ apiKey, baseUrl });
  const { inbox, books, close } = await openStore(store);
  const webhook = numipayWebhook({ signaturePassword, inbox });
  const app = createShop({ numipay, webhook, books, ...rest });

  // Loopback only: in the open, a proxy with TLS stands in front.
  const server = app.listen(port, "127.0.0.1", (error) => {
    if (error) {
      fail(error);
      stopFinding();
      // Its connection would keep the process alive behind the error.
      void close();
      return;
    }
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    console.log(`Shop         ${url}`);
    console.log(`Webhooks     ${url}/webhooks/numipay (give this address to the gateway)`);
    console.log(`Back office  ${url}/office, password ${rest.officePassword}`);
  });
  const stopFinding = findMissedHourly(numipay, webhook);
  const stop = () => {
    stopFinding();
    // The store goes last: requests still need it.
    server.close(() => void close());
    // Pages that listen for changes would hold it open.
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
