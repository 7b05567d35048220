// Starts the shop with the gateway and the storage that the environment names.
import { Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { createShop } from "./create-shop.js";
import { describeStart } from "./describe-start.js";
import { openStorage } from "./open-storage.js";
import { createPayouts } from "./payments/payouts.js";
import { recoverMissedHourly } from "./payments/recover-missed.js";
import { readSettings } from "./read-settings.js";

try {
  const settings = readSettings(process.env);
  const { apiKey, baseUrl, signaturePassword, port, officePassword, publicUrl } = settings;
  const numipay = new Numipay({ apiKey, baseUrl });
  const { inbox, journal, store, close } = await openStorage(settings.storage);
  const webhook = numipayWebhook({ signaturePassword, inbox });
  const payouts = createPayouts({
    // Payouts are recorded before they are sent. A checkout charges nothing until the customer pays, so it needs no record.
    numipay: new Numipay({ apiKey, baseUrl, journal }),
    journal,
    inbox,
    store,
  });
  const app = createShop({ numipay, webhook, store, payouts, officePassword, publicUrl });

  // Loopback only. In production, put a proxy with TLS in front.
  const server = app.listen(port, "127.0.0.1", (error) => {
    if (error) {
      reportError(error);
      // An open connection would keep the process alive.
      void closeStorage();
      stopRecovery();
      return;
    }
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;
    const newPassword = process.env["OFFICE_PASSWORD"] ? undefined : officePassword;
    console.log(describeStart({ url, baseUrl, officePassword: newPassword }).join("\n"));
  });
  const stopRecovery = recoverMissedHourly(numipay, webhook);
  const stopSending = settings.sendsPayouts ? payouts.start() : undefined;
  const closeStorage = async () => {
    // The calls that are being sent still need it.
    await stopSending?.();
    await close();
  };
  const stop = () => {
    stopRecovery();
    // Running requests still need the storage.
    server.close(() => void closeStorage());
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
