import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { createNetwork } from "../../src/timeline/network.js";
import type { Exchange } from "../../src/timeline/recording.js";

async function openNetwork() {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url} ${String(request.headers["x-signature"])}`);
    response.writeHead(201).end("ok");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const exchanges: Exchange[] = [];
  const network = createNetwork({
    shopUrl: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    gateway: async () => Response.json({ url: "/page" }),
    onExchange: async (exchange) => void exchanges.push(exchange),
  });
  const deliver = () =>
    network.fromGateway("https://shop.example/hook?a=1", {
      method: "POST",
      headers: { "x-signature": "0123456789ABCDEF", accept: "text/plain" },
      body: "{}",
    });
  return { network, deliver, received, exchanges };
}

it("notes a request and its response, with a shortened signature", async () => {
  const { deliver, received, exchanges } = await openNetwork();
  expect((await deliver()).status).toBe(201);
  expect(received).toEqual(["POST /hook 0123456789ABCDEF"]);
  expect(exchanges).toEqual([
    {
      from: "gateway",
      to: "shop",
      method: "POST",
      path: "/hook?a=1",
      headers: { "x-signature": "01234567…" },
      body: "{}",
      response: { status: 201, body: "ok" },
      failure: null,
    },
  ]);
});

describe("a loss", () => {
  it("of the request does not reach the shop, once", async () => {
    const { network, deliver, received, exchanges } = await openNetwork();
    network.loseNext("lose-request");
    await expect(deliver()).rejects.toThrow("The request is lost");
    expect(received).toEqual([]);
    expect(exchanges).toMatchObject([{ response: null, failure: "The request is lost" }]);
    expect((await deliver()).status).toBe(201);
  });

  it("of the response happens after the shop has responded", async () => {
    const { network, deliver, received, exchanges } = await openNetwork();
    network.loseNext("lose-response");
    await expect(deliver()).rejects.toThrow("The response is lost");
    expect(received).toHaveLength(1);
    expect(exchanges).toMatchObject([
      { response: { status: 201 }, failure: "The response is lost" },
    ]);
  });
});

it("notes a refused connection", async () => {
  const exchanges: Exchange[] = [];
  const network = createNetwork({
    // Nothing listens on it.
    shopUrl: () => "http://127.0.0.1:9",
    gateway: fetch,
    onExchange: async (exchange) => void exchanges.push(exchange),
  });
  await expect(network.fromGateway("https://shop.example/", { method: "POST" })).rejects.toThrow(
    "Connection refused",
  );
  expect(exchanges).toMatchObject([{ response: null, failure: "Connection refused" }]);
});
