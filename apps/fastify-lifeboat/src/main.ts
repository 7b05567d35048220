// Runs the donations service against the gateway that the environment configures: node dist/src/main.js
import { Numipay } from "@numipay/core";
import { openDatabase } from "./ledger/open-database.js";
import { contract } from "./contract.js";
import { createApp } from "./create-app.js";
import { describeStart } from "./describe-start.js";
import { recoverMissed } from "./payments/recover-missed.js";
import { readSettings } from "./read-settings.js";

const hourMs = 3_600_000;

try {
  const { apiKey, baseUrl, database: settings, port, ...rest } = readSettings(process.env);
  const numipay = new Numipay({ apiKey, baseUrl, contract });
  const database = await openDatabase(settings);
  const { app, webhook } = await createApp({ numipay, database, logger: true, ...rest });

  const reconcileHourly = setInterval(() => {
    recoverMissed(numipay, webhook).then(
      ({ applied, failed }) => app.log.info(`Reconciled: ${applied} applied, ${failed} failed.`),
      (error: unknown) => app.log.error(error, "Reconciling failed. The next run is in one hour."),
    );
  }, hourMs);
  const stop = async (): Promise<void> => {
    clearInterval(reconcileHourly);
    await app.close();
    // Close the database last: requests in progress still need it.
    await database.close();
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());

  // Loopback only: in production, put a TLS proxy in front.
  // Fastify would log its address first.
  app.log.level = "warn";
  const url = await app.listen({ host: "127.0.0.1", port });
  app.log.level = "info";
  const officeToken = process.env["OFFICE_TOKEN"] ? undefined : rest.officeToken;
  console.log(describeStart({ url, baseUrl, officeToken }).join("\n"));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // An open database would keep the process alive.
  process.exit(1);
}
