import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An Express or Koa app, or anything else that listens like one. */
interface App {
  listen: (port: number, host: string) => Server;
}

/** Starts the app on 127.0.0.1. Port 0 picks a free port. Rejects if the port is taken. */
export async function listenOnLoopback(app: App, port: number): Promise<Server> {
  const server = app.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Closes the server and its open connections, such as event streams. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
