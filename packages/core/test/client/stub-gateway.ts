import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { Numipay } from "../../src/client/numipay.js";
import type { NumipayOptions } from "../../src/client/settings.js";

/** A received request. */
export interface Seen {
  method: string;
  /** The raw path and query. */
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Responds to a fully read request. */
export type Reply = (response: ServerResponse, seen: Seen) => void;

export interface StubGateway {
  url: string;
  /** All requests in the order of receipt. */
  seen: Seen[];
  /** The number of requests with this method. */
  count(method: "GET" | "POST"): number;
  close(): Promise<void>;
}

/** Starts an HTTP server that records requests and sends scripted responses. It closes when the test ends. */
export async function startGateway(reply: Reply, port = 0): Promise<StubGateway> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {});
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      const one = { method, path, headers, text: Buffer.concat(chunks).toString() };
      seen.push(one);
      reply(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    count: (method) => seen.filter((one) => one.method === method).length,
    close,
  };
}

/** A port without a listener. */
export async function closedPort(): Promise<number> {
  const gateway = await startGateway(() => {});
  await gateway.close();
  return Number(new URL(gateway.url).port);
}

export const respondWith =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Reply =>
  (response) => {
    const isText = typeof body === "string";
    response.writeHead(status, {
      "content-type": isText ? "text/html" : "application/json",
      ...headers,
    });
    response.end(isText ? body : JSON.stringify(body));
  };

/** Uses one reply after another; the last one is repeated. */
export function inSequence(...replies: Reply[]): Reply {
  let turn = 0;
  return (response, seen) => {
    const reply = replies[Math.min(turn, replies.length - 1)] as Reply;
    turn += 1;
    reply(response, seen);
  };
}

/** One reply for calls that move money, one for reads. */
export const byMethod =
  ({ POST, GET }: { POST: Reply; GET: Reply }): Reply =>
  (response, seen) =>
    (seen.method === "POST" ? POST : GET)(response, seen);

export const hang: Reply = () => {};

export const cutTheSocket: Reply = (response) => response.socket?.destroy();

export const resetTheSocket: Reply = (response) => response.socket?.resetAndDestroy();

/** Writes these bytes as the response and ends the connection. */
export const cutAfter =
  (bytes: string): Reply =>
  (response) =>
    response.socket?.end(bytes);

export const apiKey = "test-key-0001";

/** Creates a client of the stub with short retry delays. */
export function clientOf(gateway: { url: string }, options: NumipayOptions = {}): Numipay {
  return new Numipay({ apiKey, baseUrl: gateway.url, retryDelayMs: 1, ...options });
}

/** Returns the error of a call. Fails if the call succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  const succeeded = Symbol("succeeded");
  const outcome = await call.then(
    () => succeeded,
    (error: unknown) => error,
  );
  if (outcome === succeeded) throw new Error("the call succeeded, but should have failed");
  return outcome;
}

export const checkout = {
  tracking_id: "order-1",
  user_id: "user-1",
  currency: "EUR",
  amount: "200.00",
};

export const direct = { ...checkout, provider_id: "provider-1" };

export const charge = {
  ...checkout,
  card_number: "4242424242424242",
  card_holder: "A Person",
  expiry_month: "01",
  expiry_year: "2031",
  cvv: "917",
};
