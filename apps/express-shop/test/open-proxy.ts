// A TCP proxy in front of PostgreSQL or Redis, to test a server that cannot be reached.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { StorageSettings } from "../src/open-storage.js";

/** Opens a proxy that runs until the test ends. Its settings lead to the same storage, through the proxy. */
export async function openProxy({ url = "", ...settings }: StorageSettings) {
  const target = new URL(url);
  const targetPort = Number(target.port || (settings.engine === "redis" ? 6379 : 5432));
  const sockets = new Set<Socket>();
  let isDisconnected = false;
  const server = createServer({ noDelay: true }, (client) => {
    if (isDisconnected) {
      client.destroy();
      return;
    }
    const upstream = connect({ host: target.hostname, port: targetPort, noDelay: true });
    forward(sockets, client, upstream);
    forward(sockets, upstream, client);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxyUrl = new URL(url);
  proxyUrl.hostname = "127.0.0.1";
  proxyUrl.port = String((server.address() as AddressInfo).port);

  function disconnect(): void {
    isDisconnected = true;
    for (const socket of sockets) socket.destroy();
  }
  onTestFinished(async () => {
    disconnect();
    const closed = once(server, "close");
    server.close();
    await closed;
  });
  return {
    settings: { ...settings, url: proxyUrl.href },
    /** Closes every connection and refuses new ones. */
    disconnect,
    reconnect() {
      isDisconnected = false;
    },
  };
}

function forward(sockets: Set<Socket>, from: Socket, to: Socket): void {
  sockets.add(from);
  from.on("error", () => undefined);
  from.on("close", () => {
    sockets.delete(from);
    to.destroy();
  });
  from.pipe(to);
}
