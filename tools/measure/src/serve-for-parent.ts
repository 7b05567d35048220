import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Server } from "node:net";

/** A framework's app as `node:http` calls it. */
export type App = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Listens on a free local port, sends the port to the parent, and replies to each of its messages. The process exits with
 * the parent.
 *
 * @param reply creates the reply to one message
 */
export async function serveForParent(
  server: Server,
  reply: (message: unknown) => object = () => ({}),
): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  process.on("message", (message) => {
    process.send?.(reply(message));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port });
}

/** The processor time that this process has used. */
export function readCpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
