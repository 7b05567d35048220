import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { type App, readCpuMicroseconds, serveForParent } from "measure";
import type { ServerState } from "../play/start-server.js";
import type { WorkCounter } from "./work-counter.js";

/** Serves an app, and replies to each message of the parent with the work done so far. */
export async function listenForParent(app: App, work: WorkCounter): Promise<void> {
  // A healthy client must not pick a connection that the server is about to close.
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void app(request, response);
  });
  const countBytes = countReadBytes(server);
  await serveForParent(server, (message): ServerState => {
    if (message === "collect garbage") globalThis.gc?.();
    return {
      ...work.read(),
      cpuMicroseconds: readCpuMicroseconds(),
      readBytes: countBytes(),
      maxRssKilobytes: process.resourceUsage().maxRSS,
    };
  });
}

/** Counts the bytes read from all connections, including closed ones. */
function countReadBytes(server: Server): () => number {
  const open = new Set<Socket>();
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
