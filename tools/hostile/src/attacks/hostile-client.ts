// @ts-check
import type { Socket } from "node:net";
import { once } from "node:events";
import { connect } from "node:net";

export interface HostileConnection {
  write: (bytes: string | Buffer) => Promise<void>;
  ask: (bytes: string | Buffer, responses?: number) => Promise<void>;
  finish: () => void;
  reset: () => void;
  isOpen: () => boolean;
}

export interface Summary {
  connections: number;
  requests: number;
  settled: number;
  bytes: number;
  statuses: Record<string, number>;
}

const statusLine = /HTTP\/1\.1 (\d{3})/g;
/** A status line may come in two pieces. */
const longestPiece = "HTTP/1.1 20".length;

/**
 * Opens raw connections to a server and counts what comes back on them.
 *
 * @param signal ends all waiting
 */
export function createHostileClient(port: number, signal: AbortSignal) {
  const tally: Summary = { connections: 0, requests: 0, settled: 0, bytes: 0, statuses: {} };
  const sockets: Set<Socket> = new Set();

  async function open(): Promise<HostileConnection> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    sockets.add(socket);
    // A server may drop an attacker: that is an answer too.
    socket.on("error", () => {});
    let [tail, responses] = ["", 0];
    let waiting: (() => void)[] = [];
    const wake = () => {
      for (const check of waiting) check();
    };
    socket.setEncoding("latin1").on("data", (text) => {
      const seen = tail + text;
      for (const [, status = ""] of seen.matchAll(statusLine)) {
        tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
        responses += 1;
      }
      tail = seen.slice(-longestPiece);
      wake();
    });
    // Not by `once`, which rejects when an error comes first.
    const closed = new Promise((resolve) => {
      socket.on("close", () => {
        sockets.delete(socket);
        wake();
        resolve(undefined);
      });
    });
    await Promise.race([once(socket, "connect").catch(() => {}), closed]);
    tally.connections += 1;

    const write = async (bytes) => {
      if (socket.destroyed || signal.aborted) return;
      tally.bytes += bytes.length;
      if (socket.write(bytes)) return;
      await Promise.race([once(socket, "drain", { signal }).catch(() => {}), closed]);
    };

    return {
      write,
      // Resolves once all are answered, the connection is closed, or time is up.
      async ask(bytes, count = 1) {
        const due = responses + count;
        tally.requests += count;
        void write(bytes);
        await new Promise((resolve) => {
          const check = () => {
            if (responses < due && !socket.destroyed && !signal.aborted) return;
            waiting = waiting.filter((other) => other !== check);
            signal.removeEventListener("abort", check);
            resolve(undefined);
          };
          waiting.push(check);
          signal.addEventListener("abort", check);
          check();
        });
        if (responses >= due || socket.destroyed) tally.settled += count;
      },
      finish: () => socket.end(),
      reset: () => socket.resetAndDestroy(),
      isOpen: () => !socket.destroyed,
    };
  }

  return {
    open,
    tally,
    /** Drops every connection that is still open. */
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
