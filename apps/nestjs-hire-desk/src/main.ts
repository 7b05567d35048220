// Runs the desk against the gateway that the environment configures: node dist/src/main.js
import { createDesk } from "./create-desk.js";
import { readSettings } from "./settings/read-settings.js";

try {
  const settings = readSettings(process.env);
  const app = await createDesk(settings, { logger: ["error", "warn", "log"] });
  app.enableShutdownHooks();
  await app.listen(settings.port, "127.0.0.1");
  console.log(`Desk      ${await app.getUrl()}`);
  if (!process.env["OFFICE_PASSWORD"]) {
    console.log(`Office    /office, any user name, password ${settings.officePassword}`);
  }
} catch (error) {
  // No stack trace: the message says what to change.
  console.error(error instanceof Error ? error.message : error);
  // An open queue would keep the process alive.
  process.exit(1);
}
