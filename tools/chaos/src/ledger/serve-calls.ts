import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/**
 * Serves functions on loopback: `POST /<name>` with JSON in, JSON out.
 *
 * @param calls each knows what it is asked with
 */
export async function serveCalls(calls: Record<string, (input: never) => unknown>) {
  const table = calls as Record<string, (input: unknown) => unknown>;
  const answer = async (request, response) => {
    try {
      const call = table[request.url?.slice(1) ?? ""];
      if (call === undefined) throw new Error(`no call ${request.url}`);
      const result = JSON.stringify(await call(JSON.parse(await text(request))));
      response.writeHead(200, { "content-type": "application/json" }).end(result);
    } catch (error) {
      // A caller that was killed halfway cuts its body: nobody is there to read the answer.
      response.writeHead(500).end(String(error));
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  // A call whose connection ends while it idles would fail, and nobody played that.
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
