import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHostileClient, type HostileClient } from "../../src/attacks/hostile-client.js";

let server: Server;
/** What the server does with each chunk that arrives. */
let reply: (socket: Socket) => void = () => {};

beforeEach(async () => {
  server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", () => reply(socket));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.close();
});

function createClient(signal = new AbortController().signal): HostileClient {
  const { port } = server.address() as AddressInfo;
  return createHostileClient(port, signal);
}

describe("createHostileClient", () => {
  it("counts a status line that arrives in two chunks", async () => {
    reply = (socket) => {
      socket.write("HTTP/1.1 20");
      setImmediate(() => socket.write("0 OK\r\n\r\nHTTP/1.1 413 Too Large\r\n\r\n"));
    };
    const client = createClient();
    const connection = await client.open();
    await connection.request("x", 2);
    expect(client.summary).toMatchObject({
      requests: 2,
      settled: 2,
      statuses: { 200: 1, 413: 1 },
    });
    client.close();
  });

  it("treats a closed connection as a response", async () => {
    reply = (socket) => socket.destroy();
    const client = createClient();
    const connection = await client.open();
    await connection.request("x");
    expect(client.summary).toMatchObject({ requests: 1, settled: 1, statuses: {} });
    expect(connection.isOpen()).toBe(false);
  });

  it("counts requests without a response at the deadline", async () => {
    const deadline = new AbortController();
    reply = () => deadline.abort();
    const client = createClient(deadline.signal);
    const connection = await client.open();
    await connection.request("x");
    expect(client.summary).toMatchObject({ requests: 1, settled: 0 });
    client.close();
  });
});
