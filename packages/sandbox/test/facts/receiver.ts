import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { SandboxOptions } from "../../src/index.js";
import type { transports } from "../merchant.js";

/** A received webhook. */
export interface Arrived {
  readonly headers: Headers;
  readonly body: string;
}

/** A merchant's receiver: a function in process, or a server over HTTP. */
export interface Receiver {
  readonly arrived: Arrived[];
  /** Sets the status of later responses. "down" sends no response. */
  respondWith(status: number | "down"): void;
  /** The options that send webhooks there. */
  readonly options: SandboxOptions;
}

/** Starts a receiver that closes after the test. */
export async function startReceiver(transport: (typeof transports)[number]): Promise<Receiver> {
  const arrived: Arrived[] = [];
  let status: number | "down" = 204;
  const respondWith: Receiver["respondWith"] = (next) => {
    status = next;
  };
  if (transport === "in process") {
    const deliver: typeof fetch = async (_, init) => {
      arrived.push({ headers: new Headers(init?.headers), body: String(init?.body) });
      if (status === "down") throw new TypeError("fetch failed");
      return new Response(null, { status });
    };
    return { arrived, respondWith, options: { webhookUrl: "http://shop.test/hook", deliver } };
  }
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    arrived.push({ headers, body: await text(request) });
    if (status === "down") request.socket.destroy();
    else response.writeHead(status).end();
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    arrived,
    respondWith,
    options: { webhookUrl: `http://127.0.0.1:${port}/hook`, deliver: fetch },
  };
}
