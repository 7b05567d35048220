// @ts-check
// A wire between the shop and its store that can be cut: the server goes on, and nobody reaches it.
import type { StoreSettings } from "../src/open-store.js";
import type { AddressInfo, Socket } from "node:net";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { onTestFinished } from "vitest";

/** Opens a wire to where a place says, until the test ends. */
export async function openWire({ url = "", ...place }: StoreSettings) {
  const far = new URL(url);
  const farPort = Number(far.port || (place.engine === "redis" ? 6379 : 5432));
  const sockets: Set<Socket> = new Set();
  let isCut = false;
  const server = createServer((here) => {
    if (isCut) return here.destroy();
    const there = connect(farPort, far.hostname);
    join(sockets, here, there);
    join(sockets, there, here);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const near = new URL(url);
  near.hostname = "127.0.0.1";
  near.port = String((server.address() as AddressInfo).port);

  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(async () => {
    cut();
    const closed = once(server, "close");
    server.close();
    await closed;
  });
  return {
    /** The same place, behind the wire. */
    place: { ...place, url: near.href },
    cut,
    mend() {
      isCut = false;
    },
  };
}

/** What one says, the other hears, and they end together. */
function join(sockets: Set<Socket>, one: Socket, other: Socket) {
  sockets.add(one);
  one.on("error", () => undefined);
  one.on("close", () => {
    sockets.delete(one);
    other.destroy();
  });
  one.pipe(other);
}
