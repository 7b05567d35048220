import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeGateway {
  url: string;
  /** How many POST requests have arrived in full. */
  posts: () => number;
  close: () => void;
}

/**
 * Starts a gateway that keeps connections open. If `isCutting`, it receives the first POST in full and closes its connection
 * without a response, as a restarting server does; a second one would succeed.
 */
export async function startGateway({ isCutting }: { isCutting: boolean }): Promise<FakeGateway> {
  let posts = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (request.method === "POST") posts += 1;
      if (isCutting && request.method === "POST" && posts === 1) {
        request.socket.destroy();
        return;
      }
      response.setHeader("content-type", "application/json");
      const body = { url: "https://pay.test/checkout/1", transaction_status: "pending" };
      response.end(JSON.stringify(body));
    });
  });
  return { ...(await listen(server)), posts: () => posts };
}

/** An address where nothing listens. */
export async function findRefusingUrl(): Promise<string> {
  const { url, close } = await listen(createServer());
  close();
  return url;
}

/** Starts a proxy that refuses every tunnel because the credentials are missing. */
export async function startRefusingProxy(): Promise<FakeGateway> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(407).end();
  });
  server.on("connect", (_request, socket) => {
    requests += 1;
    // Some clients reset the connection after the response.
    socket.on("error", () => {});
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  });
  return { ...(await listen(server)), posts: () => requests };
}

async function listen(server: Server): Promise<{ url: string; close: () => void }> {
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
