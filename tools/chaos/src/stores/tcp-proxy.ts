import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * Called with each chunk on its way to the server. Return false to drop the chunk; call `cut` to close this one
 * connection.
 */
export type OnChunk = (chunk: Buffer, cut: () => void) => boolean;

export type TcpProxy = Awaited<ReturnType<typeof createTcpProxy>>;

/** A TCP proxy on loopback, between the receivers and the server that listens on `targetPort`. */
export async function createTcpProxy(targetPort: number) {
  const sockets = new Set<Socket>();
  let isCut = false;
  let onChunk: OnChunk = () => true;

  const server = createServer({ noDelay: true }, (client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect({ host: "127.0.0.1", port: targetPort, noDelay: true });
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
      if (onChunk(chunk, cut)) upstream.write(chunk);
    });
    upstream.on("data", (chunk) => client.write(chunk));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    port: (server.address() as AddressInfo).port,
    /** Closes every connection and refuses new ones until `restore`. */
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      isCut = false;
    },
    watch(listener: OnChunk) {
      onChunk = listener;
    },
    async close() {
      this.cut();
      server.close();
      await once(server, "close");
    },
  };
}
