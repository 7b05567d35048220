// The gateway and the shop on two loopback ports, and customers who use them.
import { memoryInbox, memoryJournal, Numipay, type OutcomeReport } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { createSandbox } from "@numipay/sandbox";
import {
  closeServer,
  createFaultyFetch,
  createScriptedBrowser,
  listenOnLoopback,
  portOf,
} from "sample-tests/demo";
import { createShop } from "../src/create-shop.js";
import type { ShopStorage } from "../src/open-storage.js";
import { createPayouts } from "../src/payments/payouts.js";
import { createMemoryStore } from "../src/store/memory-store.js";

const officePassword = "roast-at-dawn";

export type World = Awaited<ReturnType<typeof startWorld>>;

export interface WorldOptions {
  /** Of the shop. Defaults to any free port. */
  port?: number;
  /** Defaults to memory. */
  storage?: Pick<ShopStorage, "inbox" | "journal" | "store"> | undefined;
}

export async function startWorld({ port = 0, storage }: WorldOptions = {}) {
  const { inbox, journal, store } = storage ?? openMemory();
  const sandbox = await createSandbox({ merchantName: "Lightship Coffee" });
  const gateway = await sandbox.listen();
  const { apiKey, signaturePassword } = sandbox;

  const { fetch, failNext } = createFaultyFetch();
  const numipay = new Numipay({ apiKey, baseUrl: gateway.url, fetch });

  const outcomes: OutcomeReport[] = [];
  const webhook = numipayWebhook({
    signaturePassword,
    inbox,
    onOutcome: (report) => outcomes.push(report),
  });
  const payouts = createPayouts({
    numipay: new Numipay({ apiKey, baseUrl: gateway.url, fetch, journal }),
    journal,
    inbox,
    store,
  });
  const stopSending = payouts.start();
  const app = createShop({ numipay, webhook, store, payouts, officePassword });
  let server = await listenOnLoopback(app, port).catch(async (error: unknown) => {
    // The sandbox's server and the worker would keep the process alive.
    await stopSending();
    await sandbox.close();
    throw error;
  });
  const shopPort = portOf(server);
  const shopUrl = `http://127.0.0.1:${shopPort}`;
  const webhookUrl = `${shopUrl}/webhooks/numipay`;
  sandbox.setWebhookUrl(webhookUrl);

  return {
    sandbox,
    numipay,
    webhook,
    store,
    outcomes,
    portalUrl: gateway.portalUrl,
    gatewayUrl: gateway.url,
    shopUrl,
    webhookUrl,
    officePassword,
    newCustomer: () => createScriptedBrowser(),
    newClerk: () =>
      createScriptedBrowser({ authorization: `Basic ${btoa(`clerk:${officePassword}`)}` }),
    failNextRequest: failNext,
    /** Connections to the shop are then refused. */
    closeShop: () => closeServer(server),
    async reopenShop() {
      server = await listenOnLoopback(app, shopPort);
    },
    async close() {
      await closeServer(server);
      await stopSending();
      await sandbox.close();
    },
  };
}

function openMemory() {
  return { inbox: memoryInbox(), journal: memoryJournal(), store: createMemoryStore() };
}
