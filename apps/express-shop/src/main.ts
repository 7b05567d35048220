// Starts the shop with the gateway and the storage that the environment names.
import { Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { createShop } from "./create-shop.js";
import { describeStart } from "./describe-start.js";
import { openStorage } from "./open-storage.js";
import { recoverMissedHourly } from "./payments/recover-missed.js";
import { readSettings } from "./read-settings.js";

try {
  const settings = readSettings(process.env);
  const { apiKey, baseUrl, signaturePassword, port, officePassword, publicUrl } = settings;
  const numipay = new Numipay({ apiKey, baseUrl });
  const { inbox, store, close } = await openStorage(settings.storage);
  const webhook = numipayWebhook({ signaturePassword, inbox });
  const app = createShop({ numipay, webhook, store, officePassword, publicUrl });

  // Loopback only. In production, put a proxy with TLS in front.
  const server = app.listen(port, "127.0.0.1", (error) => {
    if (error) {
      reportError(error);
      stopRecovery();
      // An open connection would keep the process alive.
      void close();
      return;
    }
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;
    const newPassword = process.env["OFFICE_PASSWORD"] ? undefined : officePassword;
    console.log(describeStart({ url, baseUrl, officePassword: newPassword }).join("\n"));
  });
  const stopRecovery = recoverMissedHourly(numipay, webhook);
  const stop = () => {
    stopRecovery();
    // Running requests still need the storage.
    server.close(() => void close());
    // Live pages keep their connections open.
    server.closeAllConnections();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  reportError(error);
}

function reportError(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
