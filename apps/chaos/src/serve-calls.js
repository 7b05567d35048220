import { createServer } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/**
 * Serves functions on loopback: `POST /<name>` with JSON in, JSON out.
 *
 * @param {Record<string, (input: any) => unknown>} calls
 */
export async function serveCalls(calls) {
  const answer = async (request, response) => {
    try {
      const call = calls[request.url?.slice(1) ?? ""];
      if (call === undefined) throw new Error(`no call ${request.url}`);
      const result = JSON.stringify(await call(JSON.parse(await text(request))));
      response.writeHead(200, { "content-type": "application/json" }).end(result);
    } catch (error) {
      // A caller that was killed halfway cuts its body: nobody is there to read the answer.
      response.writeHead(500).end(String(error));
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
