import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";

/** Serves a Hono app on a loopback port. `port` defaults to any free one. */
export async function serveApp(app: Hono, { port = 0 }: { port?: number } = {}) {
  const listen = async (listenPort: number): Promise<Server> => {
    const server = createAdaptorServer({ fetch: app.fetch }) as Server;
    server.listen(listenPort, "127.0.0.1");
    await once(server, "listening");
    return server;
  };
  let server = await listen(port);
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** Stops listening and drops open connections. */
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
    async reopen() {
      server = await listen(address.port);
    },
  };
}
