import type { ServerResponse } from "node:http";
import type { Sandbox } from "@numipay/sandbox";
import type { AddressInfo, Socket } from "node:net";
import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { readRequest } from "./read-request.js";

/**
 * What becomes of the response to a request that arrived whole, and that the gateway carried out. Each gets the socket's
 * response and the gateway's.
 */
export interface Reply {
  status: number;
  type: string;
  text: string;
}

export const losses: Record<string, (response: ServerResponse, reply: Reply) => void> = {
  "reset before the response": ({ socket }) => socket?.resetAndDestroy(),
  "closed without a response": ({ socket }) => socket?.destroy(),
  // Its own half of the connection: what the client sent was read, and nothing comes back.
  "half-closed without a response": ({ socket }) => socket?.end(),
  "reset within the head": ({ socket }) =>
    socket?.write("HTTP/1.1 200 OK\r\ncontent-ty", () => socket.resetAndDestroy()),
  "reset within the body": (response, { text }) => cutWithin(response, text, "resetAndDestroy"),
  "half-closed within the body": (response, { text }) => cutWithin(response, text, "end"),
  "a response that is not HTTP": ({ socket }) => socket?.end("SSH-2.0-proxy\r\n"),
  "502 of a proxy": (response) => response.writeHead(502).end("<h1>Bad gateway</h1>"),
  "redirect after the post": (response) =>
    response.writeHead(303, { location: "https://elsewhere.test/" }).end(),
};

function cutWithin(response, text, how) {
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text) + 1,
  });
  response.write(text.slice(0, text.length / 2), () => response.socket?.[how]());
}

/**
 * Serves a sandbox over real sockets and loses responses on purpose.
 *
 * @param options names one of `losses`
 */
export async function createLossyGateway(
  sandbox: Sandbox,
  { lossOf }: { lossOf: (request: { method: string; tracking_id: string }) => string | undefined },
) {
  /** How many posts arrived whole, by tracking_id. */
  const posts: Map<string, number> = new Map();
  const tally = { requests: 0 };

  async function answer(request, response) {
    const body = await buffer(request);
    tally.requests += 1;
    const { method = "GET" } = request;
    const isPost = method === "POST";
    const read = readRequest(method, request.url, body);
    const { tracking_id } = read;
    if (isPost) posts.set(tracking_id, (posts.get(tracking_id) ?? 0) + 1);
    const answered = await sandbox.fetch(new URL(request.url, sandbox.baseUrl), {
      method,
      headers: { ...pick(request.headers, "x-api-key"), ...pick(request.headers, "content-type") },
      ...(isPost ? { body } : {}),
    });
    const type = answered.headers.get("content-type") ?? "application/json";
    const reply = { status: answered.status, type, text: await answered.text() };
    const loss = losses[lossOf(read) ?? ""];
    if (loss !== undefined) loss(response, reply);
    else response.writeHead(reply.status, { "content-type": reply.type }).end(reply.text);
  }

  const server = createServer((request, response) => {
    // A client that gave up halfway: nothing arrived whole.
    answer(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  const sockets: Set<Socket> = new Set();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posts,
    tally,
    async close() {
      const closed = once(server, "close");
      server.close();
      // Half-closed ones are not among those that the server would close itself.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function pick(headers, name) {
  return headers[name] === undefined ? {} : { [name]: headers[name] };
}
