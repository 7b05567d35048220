// Forwards everything to the sandbox, and changes the responses when asked to: a check must be able to fail.
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

/**
 * @typedef {(response: { status: number, body: unknown }) => { status: number, body: unknown }} Bend
 * @param {string} upstream an origin
 * @returns {Promise<{ url: string, bend: (how: Bend) => void, close: () => Promise<void> }>}
 */
export async function startBendingProxy(upstream) {
  let bend = /** @type {Bend} */ ((answer) => answer);
  const handOn = async (request, response) => {
    const body = await buffer(request);
    const headers = { "x-api-key": String(request.headers["x-api-key"] ?? "") };
    const answer = await fetch(upstream + request.url, {
      method: request.method,
      headers: { ...headers, "content-type": "application/json" },
      ...(request.method === "GET" ? {} : { body }),
    });
    const bent = bend({ status: answer.status, body: await answer.json() });
    response.writeHead(bent.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(JSON.stringify(bent.body));
  };
  const server = createServer((request, response) => {
    // A missing response is a violation too, and the caller sees it.
    handOn(request, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    bend: (how) => (bend = how),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
