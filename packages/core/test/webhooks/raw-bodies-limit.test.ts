import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { captureRawBodies } from "../../src/webhooks/capture-raw-bodies.js";
import { readRawBody } from "../../src/webhooks/raw-body.js";

// Decision 0020: the memory for captured bodies is limited.

const mebibyte = 1_048_576;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

let server: Server;
let sockets: Socket[];
let requests: IncomingMessage[];
let closed: Promise<void>[];
let readBytes: number;
let afterRead: () => void;

captureRawBodies({ maxBodyBytes: mebibyte });

beforeEach(async () => {
  [sockets, requests, closed, readBytes, afterRead] = [[], [], [], 0, () => undefined];
  // Another route of the host that reads the body without keeping it.
  server = createServer((incoming, response) => {
    requests.push(incoming);
    closed.push(new Promise((resolve) => response.once("close", resolve)));
    incoming.on("data", (chunk: Buffer) => {
      readBytes += chunk.length;
      afterRead();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  server.close();
});

/** Posts the beginning of a body on each connection, and resolves when the server has read them. */
async function begin(connections: number, pieces: Buffer[], bodyBytes: number): Promise<void> {
  const expected = readBytes + connections * bodyBytes;
  const read = new Promise<void>((resolve) => {
    afterRead = () => {
      if (readBytes === expected) resolve();
    };
  });
  for (let at = 0; at < connections; at += 1) {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    sockets.push(socket);
    socket.write(
      `POST /upload HTTP/1.1\r\nHost: x\r\nX-Signature: ${"A".repeat(40)}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    for (const piece of pieces) if (!socket.write(piece)) await once(socket, "drain");
  }
  await read;
}

function measure(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe("unfinished bodies", () => {
  it("use memory in proportion to their bytes", async () => {
    const before = measure();
    const piece = Buffer.from("1\r\n \r\n".repeat(10_000));
    await begin(4, Array<Buffer>(10).fill(piece), 100_000);
    expect(measure() - before).toBeLessThan(6 * mebibyte);
  });

  it("use at most 16 MiB in total", async () => {
    const before = measure();
    const size = 1_000_000;
    const chunk = Buffer.from(`${size.toString(16)}\r\n${" ".repeat(size)}\r\n`);
    await begin(40, [chunk], size);
    expect(measure() - before).toBeLessThan(20 * mebibyte);
    const captured = requests.map((incoming) => readRawBody(incoming, mebibyte) !== undefined);
    expect([captured[0], captured.at(-1)]).toEqual([false, true]);
    expect(captured.filter(Boolean)).toHaveLength(16);
  });

  it("are released when their connections close", async () => {
    const size = 1_000_000;
    const chunk = Buffer.from(`${size.toString(16)}\r\n${" ".repeat(size)}\r\n`);
    await begin(15, [chunk], size);
    const allClosed = Promise.all(closed);
    for (const socket of sockets) socket.destroy();
    await allClosed;
    await begin(15, [chunk], size);
    const captured = requests.map((incoming) => readRawBody(incoming, mebibyte) !== undefined);
    expect(captured.filter(Boolean)).toHaveLength(30);
  });
});
