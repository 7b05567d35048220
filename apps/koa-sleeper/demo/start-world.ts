// The gateway and the ticket office on two loopback ports.
import { type Inbox, memoryInbox, Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/koa";
import { createSandbox } from "@numipay/sandbox";
import { closeServer, createFaultyFetch, listenOnLoopback, portOf } from "sample-tests/demo";
import { createOffice } from "../src/create-office.js";
import type { Tx } from "../src/open-inbox.js";
import { officeName } from "../src/timetable.js";

export type World = Awaited<ReturnType<typeof startWorld>>;

export interface WorldOptions {
  /** Of the ticket office. Defaults to any free port. */
  port?: number;
  /** Defaults to memory. */
  inbox?: Inbox<Tx> | undefined;
  /** Defaults to no log. */
  log?: (line: string) => void;
}

export async function startWorld({
  port = 0,
  inbox = memoryInbox(),
  log = () => undefined,
}: WorldOptions = {}) {
  const sandbox = await createSandbox({ merchantName: officeName });
  const gateway = await sandbox.listen();

  const { fetch, failNext } = createFaultyFetch();
  const numipay = new Numipay({ apiKey: sandbox.apiKey, baseUrl: gateway.url, fetch });
  const webhook = numipayWebhook({
    signaturePassword: sandbox.signaturePassword,
    inbox,
    // The office logs deliveries itself.
    onOutcome: () => undefined,
  });
  const { app, bookings, ledger } = createOffice({ numipay, webhook, log });

  let server = await listenOnLoopback(app, port).catch(async (error: unknown) => {
    // The sandbox's server would keep the process alive.
    await sandbox.close();
    throw error;
  });
  const officePort = portOf(server);
  const officeUrl = `http://127.0.0.1:${officePort}`;
  const webhookUrl = `${officeUrl}/webhooks/numipay`;
  sandbox.setWebhookUrl(webhookUrl);

  return {
    sandbox,
    bookings,
    ledger,
    portalUrl: gateway.portalUrl,
    gatewayUrl: gateway.url,
    officeUrl,
    webhookUrl,
    failNextRequest: failNext,
    /** Connections to the office are then refused. */
    closeOffice: () => closeServer(server),
    async reopenOffice() {
      server = await listenOnLoopback(app, officePort);
    },
    async close() {
      await closeServer(server);
      await sandbox.close();
    },
  };
}
