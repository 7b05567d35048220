// @ts-check
import type { Hono } from "hono";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { createAdaptorServer } from "@hono/node-server";

/**
 * A Hono app on a loopback port, which can be closed and opened again.
 *
 * @param options any free port where not given
 */
export async function serveApp(app: Hono, { port = 0 }: { port?: number } = {}) {
  const open = async (wanted) => {
    const server = createAdaptorServer({ fetch: app.fetch }) as Server;
    server.listen(wanted, "127.0.0.1");
    await once(server, "listening");
    return server;
  };
  let server = await open(port);
  const address = server.address() as AddressInfo;
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
