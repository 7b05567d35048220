// @ts-check
// The gateway and the shop on two loopback ports of one machine, and a customer between them.
import { once } from "node:events";
import { memoryInbox, Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { createSandbox } from "@numipay/sandbox";
import { memoryBooks } from "../src/books/memory-books.js";
import { createShop } from "../src/create-shop.js";
import { createCustomer } from "./customer.js";
import { createFlakyLine } from "./flaky-line.js";

const officePassword = "roast-at-dawn";

/**
 * @typedef {Awaited<ReturnType<typeof startWorld>>} World
 */

/**
 * @param {object} [options]
 * @param {number} [options.port] the shop's; any free one where not given
 * @param {Pick<import("../src/open-store.js").Store, "inbox" | "books">} [options.store] in memory where not given
 */
export async function startWorld({ port = 0, store } = {}) {
  const { inbox, books } = store ?? { inbox: memoryInbox(), books: memoryBooks() };
  const sandbox = await createSandbox();
  const gateway = await sandbox.listen();
  const { apiKey, signaturePassword } = sandbox;

  const line = createFlakyLine();
  const numipay = new Numipay({ apiKey, baseUrl: gateway.url, fetch: line.fetch });

  /** @type {import("@numipay/core").OutcomeReport[]} */
  const outcomes = [];
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
    /** The gateway carries the next request out, and this status comes back. @type {(status: number) => void} */
    replaceNextStatus: (status) => line.replaceStatus(status),
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

/** @param {import("express").Express} app @param {number} port */
async function open(app, port) {
  const server = app.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: /** @type {import("node:net").AddressInfo} */ (server.address()).port,
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
