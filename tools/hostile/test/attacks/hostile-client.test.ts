// @ts-check
import type { AddressInfo, Server } from "node:net";
import { createServer } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHostileClient } from "../../src/attacks/hostile-client.js";

let server: Server;
/** What the server does with each piece that arrives. */
let reply = (_socket) => {};
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

function createClient(signal = new AbortController().signal) {
  const { port } = server.address() as AddressInfo;
  return createHostileClient(port, signal);
}

describe("createHostileClient", () => {
  it("counts a status line in two pieces", async () => {
    reply = (socket) => {
      socket.write("HTTP/1.1 20");
      setImmediate(() => socket.write("0 OK\r\n\r\nHTTP/1.1 413 Too Large\r\n\r\n"));
    };
    const client = createClient();
    const connection = await client.open();
    await connection.ask("x", 2);
    expect(client.tally).toMatchObject({ requests: 2, settled: 2, statuses: { 200: 1, 413: 1 } });
    client.close();
  });

  it("takes a closed connection for a response", async () => {
    reply = (socket) => socket.destroy();
    const client = createClient();
    const connection = await client.open();
    await connection.ask("x");
    expect(client.tally).toMatchObject({ requests: 1, settled: 1, statuses: {} });
    expect(connection.isOpen()).toBe(false);
  });

  it("counts what is unanswered when time is up", async () => {
    const time = new AbortController();
    reply = () => time.abort();
    const client = createClient(time.signal);
    const connection = await client.open();
    await connection.ask("x");
    expect(client.tally).toMatchObject({ requests: 1, settled: 0 });
    client.close();
  });
});
