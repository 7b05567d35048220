// The donations service against the gateway that the environment names: node dist/main.js
import { Numipay } from "@numipay/core";
import { openDatabase } from "./books/open-database.js";
import { contract } from "./contract.js";
import { createApp } from "./create-app.js";
import { findMissed } from "./payments/find-missed.js";
import { readSettings } from "./read-settings.js";

const hourMs = 3_600_000;

try {
  const { apiKey, baseUrl, dataDir, port, ...rest } = readSettings(process.env);
  const numipay = new Numipay({ apiKey, baseUrl, contract });
  const database = await openDatabase(dataDir);
  const { app, webhook } = await createApp({ numipay, database, logger: true, ...rest });

  const reconcileHourly = setInterval(() => {
    findMissed(numipay, webhook).then(
      ({ applied, failed }) => app.log.info(`reconciled: ${applied} applied, ${failed} failed`),
      (error: unknown) => app.log.error(error, "reconciling failed, and is tried again in an hour"),
    );
  }, hourMs);
  const stop = async (): Promise<void> => {
    clearInterval(reconcileHourly);
    await app.close();
    // Last: requests still need it.
    await database.close();
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());

  // Loopback only: in production, a proxy with TLS is in front.
  const url = await app.listen({ host: "127.0.0.1", port });
  console.log(`Webhooks  ${url}/webhooks/numipay (give this address to the gateway)`);
  if (!process.env["OFFICE_TOKEN"]) console.log(`Office    Bearer ${rest.officeToken}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // At once: the database would keep the process alive behind its error.
  process.exit(1);
}
