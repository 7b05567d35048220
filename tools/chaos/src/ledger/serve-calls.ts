import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Ledger } from "./ledger.js";

/** Serves the functions of a ledger on loopback: `POST /<name>` with JSON in and out. */
export async function serveCalls(ledger: Ledger) {
  // The callers are this repository's own, so inputs are not validated.
  const calls = new Map(Object.entries(ledger) as [string, (input: unknown) => unknown][]);
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      const call = calls.get(request.url?.slice(1) ?? "");
      if (call === undefined) throw new Error(`No such call: ${request.url}`);
      const result = JSON.stringify(await call(JSON.parse(await text(request))));
      response.writeHead(200, { "content-type": "application/json" }).end(result);
    } catch (error) {
      // The body of a caller that was killed is cut off, and nothing reads the response.
      response.writeHead(500).end(String(error));
    }
  };
  const server = createServer((request, response) => void respond(request, response));
  // Closing an idle connection could fail a call, which would be a fault that no scenario injected.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
