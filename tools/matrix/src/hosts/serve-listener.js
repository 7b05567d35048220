// @ts-check
import { once } from "node:events";
import { createServer } from "node:http";

/**
 * What the battery is run against. The names are those of the tables in the packages' conformance tests.
 *
 * @typedef {object} Host
 * @property {string} adapter with the framework's major
 * @property {string} situation what the webhook finds: which body parser is mounted before it, or how it is set
 * @property {import("@numipay/testing").AdapterUnderTest} server
 * @property {import("@numipay/testing").KnownExceptions} [holes] what cannot hold there
 */

/** @param {import("node:http").RequestListener} listener */
export async function serveListener(listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
