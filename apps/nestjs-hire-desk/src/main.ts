// Runs the desk against the gateway that the environment configures: node dist/src/main.js
import { createDesk } from "./create-desk.js";
import { describeStart } from "./describe-start.js";
import { readSettings } from "./settings/read-settings.js";

try {
  const settings = readSettings(process.env);
  const app = await createDesk(settings);
  app.enableShutdownHooks();
  await app.listen(settings.port, "127.0.0.1");
  const { deposits, officePassword } = settings;
  const newPassword = process.env["OFFICE_PASSWORD"] ? undefined : officePassword;
  const start = {
    url: await app.getUrl(),
    baseUrl: deposits.baseUrl,
    officePassword: newPassword,
  };
  console.log(describeStart(start).join("\n"));
} catch (error) {
  // No stack trace: the message says what to change.
  console.error(error instanceof Error ? error.message : error);
  // An open queue would keep the process alive.
  process.exit(1);
}
