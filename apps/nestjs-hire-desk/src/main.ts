// The desk against a gateway of your own: node dist/main.js
import { createDesk } from "./create-desk.js";
import { readSettings } from "./settings/read-settings.js";

try {
  const settings = readSettings(process.env);
  const app = await createDesk(settings, { logger: ["error", "warn", "log"] });
  app.enableShutdownHooks();
  await app.listen(settings.port, "127.0.0.1");
  console.log(`The desk is open at ${await app.getUrl()}`);
  if (!process.env["OFFICE_PASSWORD"]) {
    console.log(`The office, at /office, asks for ${settings.officePassword}`);
  }
} catch (error) {
  // A sentence that a person can act on: a setting that is missing, a port that is taken.
  console.error(error instanceof Error ? error.message : error);
  // At once: a queue that was opened already would keep the process alive behind its error.
  process.exit(1);
}
