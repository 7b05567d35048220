// @ts-check
import { once } from "node:events";
import { createAdaptorServer } from "@hono/node-server";

/**
 * A Hono app on a loopback port, which can be closed and opened again.
 * @param {import("hono").Hono} app
 * @param {{ port?: number }} [options] any free port where not given
 */
export async function serveApp(app, { port = 0 } = {}) {
  const open = async (wanted) => {
    const server = /** @type {import("node:http").Server} */ (
      createAdaptorServer({ fetch: app.fetch })
    );
    server.listen(wanted, "127.0.0.1");
    await once(server, "listening");
    return server;
  };
  let server = await open(port);
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** Really closed: nobody listens on the port. */
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
    async reopen() {
      server = await open(address.port);
    },
  };
}
