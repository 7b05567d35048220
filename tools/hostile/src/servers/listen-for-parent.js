// @ts-check
import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Serves on a free port of this machine, sends the port to the parent, and answers each of its messages with the work
 * done so far. Ends with the parent.
 *
 * @param {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => unknown} app
 * @param {import("./count-work.js").Counter} work
 */
export async function listenForParent(app, work) {
  // A healthy client must never meet a connection that is closed at this very moment.
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void app(request, response);
  });
  const countBytes = countReadBytes(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({
      ...work.read(),
      cpuMicroseconds: user + system,
      readBytes: countBytes(),
      maxRssKilobytes: process.resourceUsage().maxRSS,
    });
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port: typeof address === "object" ? address?.port : undefined });
}

/** How many bytes were read from all connections, the closed ones included. */
function countReadBytes(server) {
  /** @type {Set<import("node:net").Socket>} */
  const open = new Set();
  let closed = 0;
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => {
      open.delete(socket);
      closed += socket.bytesRead;
    });
  });
  return () => [...open].reduce((sum, { bytesRead }) => sum + bytesRead, closed);
}
