import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Sandbox } from "@numipay/sandbox";
import { type ChooseFault, readRequest } from "./read-request.js";
import { responseLosses } from "./response-losses.js";

/**
 * Serves a sandbox on real sockets and loses responses.
 *
 * @param chooseLoss returns a name of `responseLosses`
 */
export async function createLossyGateway(sandbox: Sandbox, chooseLoss: ChooseFault) {
  /** How many POSTs arrived completely, by tracking_id. */
  const posts = new Map<string, number>();
  const counts = { requests: 0 };

  async function respond(request: IncomingMessage, response: ServerResponse) {
    const body = await buffer(request);
    counts.requests += 1;
    const { method = "GET", url = "/" } = request;
    const isPost = method === "POST";
    const payment = readRequest(method, url, body);
    const { tracking_id } = payment;
    if (isPost) posts.set(tracking_id, (posts.get(tracking_id) ?? 0) + 1);
    const result = await sandbox.fetch(new URL(url, sandbox.baseUrl), {
      method,
      headers: pickHeaders(request.headers, ["x-api-key", "content-type"]),
      ...(isPost ? { body } : {}),
    });
    const type = result.headers.get("content-type") ?? "application/json";
    const reply = { status: result.status, type, text: await result.text() };
    const lose = responseLosses[chooseLoss(payment) ?? ""];
    if (lose !== undefined) lose(response, reply);
    else response.writeHead(reply.status, { "content-type": reply.type }).end(reply.text);
  }

  const server = createServer((request, response) => {
    // The client disconnected before its request arrived completely.
    respond(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  const sockets = new Set<Socket>();
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
    counts,
    async close() {
      const closed = once(server, "close");
      server.close();
      // The server does not close half-closed sockets itself.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function pickHeaders(headers: IncomingHttpHeaders, names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}
