// @ts-check
// The gateway and the shop on two loopback ports of one machine, and a customer between them.
import type { Store } from "../src/open-store.js";
import type { OutcomeReport } from "@numipay/core";
import type { Express } from "express";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { memoryInbox, Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { createSandbox } from "@numipay/sandbox";
import { memoryBooks } from "../src/books/memory-books.js";
import { createShop } from "../src/create-shop.js";
import { createCustomer } from "./customer.js";
import { createFlakyLine } from "./flaky-line.js";

const officePassword = "roast-at-dawn";

export type World = Awaited<ReturnType<typeof startWorld>>;

export async function startWorld({
  port = 0,
  store,
}: { port?: number; store?: Pick<Store, "inbox" | "books"> } = {}) {
  const { inbox, books } = store ?? { inbox: memoryInbox(), books: memoryBooks() };
  const sandbox = await createSandbox();
  const gateway = await sandbox.listen();
  const { apiKey, signaturePassword } = sandbox;

  const line = createFlakyLine();
  const numipay = new Numipay({ apiKey, baseUrl: gateway.url, fetch: line.fetch });

  const outcomes: OutcomeReport[] = [];
  const webhook = numipayWebhook({
    signaturePassword,
    inbox,
    onOutcome: (report) => outcomes.push(report),
  });
  const app = createShop({ numipay, webhook, books, officePassword });
  let shop = await open(app, port).catch(async (error) => {
    // Half a world would keep the process alive behind its error.
    await sandbox.close();
    throw error;
  });
  const shopUrl = `http://127.0.0.1:${shop.port}`;
  const webhookUrl = `${shopUrl}/webhooks/numipay`;
  sandbox.setWebhookUrl(webhookUrl);

  return {
    sandbox,
    numipay,
    webhook,
    books,
    outcomes,
    gatewayUrl: gateway.url,
    shopUrl,
    webhookUrl,
    officePassword,
    newCustomer: () => createCustomer(),
    newClerk: () => createCustomer({ authorization: `Basic ${btoa(`clerk:${officePassword}`)}` }),
    /** The gateway carries the next request out, and its answer never arrives. */
    loseNextAnswer: () => line.cut("answer"),
    /** The gateway carries the next request out, and this status comes back. */
    replaceNextStatus: ((status): void => line.replaceStatus(status)) as (status: number) => void,
    /** The next request is cut on its way. */
    loseNextRequest: () => line.cut("request"),
    /** Really closed: nobody listens on the port. */
    closeShop: () => shop.close(),
    async reopenShop() {
      shop = await open(app, shop.port);
    },
    async close() {
      await shop.close();
      await sandbox.close();
    },
  };
}

async function open(app: Express, port: number) {
  const server = app.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      // Pages that listen for changes would hold it open.
      server.closeAllConnections();
      await closed;
    },
  };
}
