// Starts the ticket office with the gateway and the inbox that the environment names.
import { Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/koa";
import { createOffice } from "./create-office.js";
import { describeStart } from "./describe-start.js";
import { openInbox } from "./open-inbox.js";
import { readSettings } from "./read-settings.js";

try {
  const settings = readSettings(process.env);
  const { apiKey, baseUrl, signaturePassword, port, publicUrl } = settings;
  const numipay = new Numipay({ apiKey, baseUrl });
  const { inbox, close } = await openInbox(settings.inbox);
  const webhook = numipayWebhook({ signaturePassword, inbox });
  const { app } = createOffice({ numipay, webhook, publicUrl });

  // Loopback only. In production, put a proxy with TLS in front.
  const server = app.listen(port, "127.0.0.1", () => {
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;
    console.log(describeStart({ url, baseUrl }).join("\n"));
  });
  server.once("error", (error) => {
    reportError(error);
    // An open connection would keep the process alive.
    void close();
  });
  const stop = () => {
    // Running requests still need the inbox.
    server.close(() => void close());
    // Live tickets keep their connections open.
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
