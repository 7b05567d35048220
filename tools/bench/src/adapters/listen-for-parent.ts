// @ts-check
import type { RequestListener } from "node:http";
import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Serves on a free port of this machine, tells the parent which, and then answers each of its messages with how many
 * changes were handled and how much processor time the process has used. Ends when the parent does.
 */
export async function listenForParent(app: RequestListener, countHandled: () => number) {
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ handled: countHandled(), cpuMicroseconds: user + system });
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port: typeof address === "object" ? address?.port : undefined });
}
