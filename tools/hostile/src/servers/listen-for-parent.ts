// @ts-check
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Counter } from "./count-work.js";
import type { Socket } from "node:net";
import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Serves on a free port of this machine, sends the port to the parent, and answers each of its messages with the work
 * done so far. Ends with the parent.
 */
export async function listenForParent(
  app: (request: IncomingMessage, response: ServerResponse) => unknown,
  work: Counter,
) {
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
  const open: Set<Socket> = new Set();
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
