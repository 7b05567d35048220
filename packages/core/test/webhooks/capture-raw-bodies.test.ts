import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { captureRawBodies } from "../../src/webhooks/capture-raw-bodies.js";
import { readRawBody } from "../../src/webhooks/raw-body.js";

// Decision 0001: raw bodies are captured before body parsers consume them.

const limit = 1_048_576;
const signature = "A".repeat(40);
let server: Server;
let requests: IncomingMessage[];

captureRawBodies({ maxBodyBytes: limit, path: "/webhooks/numipay" });
captureRawBodies({ path: "/webhooks/numipay", signatureHeader: "X-Hub-Sign" });

beforeEach(async () => {
  requests = [];
  server = createServer((incoming, response) => {
    requests.push(incoming);
    incoming.resume().on("end", () => void response.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const isCaptured = (incoming: IncomingMessage | undefined): boolean =>
  incoming !== undefined && readRawBody(incoming, limit) !== undefined;

async function post(
  options: { method?: string; path?: string; headers?: Record<string, string | string[]> },
  body = "hello",
): Promise<boolean> {
  const { port } = server.address() as AddressInfo;
  const { method = "POST", path = "/webhooks/numipay", headers } = options;
  const outgoing = request({
    port,
    host: "127.0.0.1",
    method,
    path,
    headers: { "x-signature": signature, ...headers },
  });
  const [response] = (await once(outgoing.end(body), "response")) as [IncomingMessage];
  response.resume();
  return isCaptured(requests.at(-1));
}

describe("captureRawBodies", () => {
  it("captures possible deliveries", async () => {
    expect(await post({})).toBe(true);
    expect(await post({ path: "/api/webhooks/numipay/?from=gateway" })).toBe(true);
    expect(await post({ headers: { "content-encoding": "identity" } })).toBe(true);
  });

  it("uses the signature header of each contract", async () => {
    const unsigned = { "x-signature": "no" };
    expect(await post({ headers: { ...unsigned, "x-hub-sign": signature } })).toBe(true);
    expect(await post({ headers: { ...unsigned, "x-hub-sign": "no" } })).toBe(false);
    expect(await post({ headers: { ...unsigned, "x-other-sign": signature } })).toBe(false);
  });

  it.each([
    ["another method", { method: "PUT" }],
    ["another path", { path: "/upload" }],
    ["a signature of another form", { headers: { "x-signature": "no" } }],
    ["a signature in lower case", { headers: { "x-signature": signature.toLowerCase() } }],
    ["two signatures", { headers: { "x-signature": [signature, signature] } }],
    ["a compressed body", { headers: { "content-encoding": "gzip" } }],
  ])("does not capture %s", async (_what, options) => {
    expect(await post(options)).toBe(false);
  });

  it("removes the charset of captured JSON only", async () => {
    const type = { "content-type": "application/json;charset=ISO-8859-1" };
    await post({ headers: type });
    await post({ headers: type, path: "/upload" });
    expect(requests.map(({ headers }) => headers["content-type"])).toEqual([
      "application/json",
      "application/json;charset=ISO-8859-1",
    ]);
  });

  it("does not capture a too large Content-Length", async () => {
    const body = "x".repeat(limit + 1);
    expect(await post({ headers: { "content-length": String(body.length) } }, body)).toBe(false);
  });
});
