import type { AddressInfo, Socket } from "node:net";
import { once } from "node:events";
import { connect, createServer } from "node:net";

/**
 * Stands between the receivers and their store, and cuts.
 *
 * @param store on loopback
 */
export async function createTcpProxy({ port }: { port: number }) {
  const sockets: Set<Socket> = new Set();
  let isCut = false;
  let watching = (_chunk, _cut) => true;

  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(port, "127.0.0.1");
    const both = [client, upstream];
    const cut = () => both.forEach((socket) => socket.destroy());
    for (const socket of both) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on("error", cut);
      socket.on("close", () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on("data", (chunk) => {
      if (watching(chunk, cut)) upstream.write(chunk);
    });
    upstream.on("data", (chunk) => client.write(chunk));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    port: (server.address() as AddressInfo).port,
    /** Cuts every connection and refuses new ones, until `mend`. */
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    /** Looks at what receivers send to the store. Returning false keeps a chunk back; `cut` ends this one connection. */
    watch(look) {
      watching = look;
    },
    async close() {
      this.cut();
      server.close();
      await once(server, "close");
    },
  };
}
