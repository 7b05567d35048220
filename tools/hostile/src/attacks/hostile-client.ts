import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface HostileConnection {
  write: (bytes: string | Buffer) => Promise<void>;
  /** Sends one or more requests. Resolves once all have a response, the connection is closed, or the deadline has passed. */
  request: (bytes: string | Buffer, count?: number) => Promise<void>;
  finish: () => void;
  reset: () => void;
  isOpen: () => boolean;
}

/** What a client sent and received. */
export interface TrafficSummary {
  connections: number;
  requests: number;
  /** Requests with a response, or on a connection that the server closed. */
  settled: number;
  bytes: number;
  statuses: Record<string, number>;
}

export interface HostileClient {
  open: () => Promise<HostileConnection>;
  summary: TrafficSummary;
  /** Drops every open connection. */
  close: () => void;
}

const statusLine = /HTTP\/1\.1 (\d{3})/g;
/** A status line may arrive in two chunks. */
const maxPartLength = "HTTP/1.1 20".length;

/**
 * Opens raw connections to a server and counts the responses.
 *
 * @param signal ends all waiting
 */
export function createHostileClient(port: number, signal: AbortSignal): HostileClient {
  const summary: TrafficSummary = {
    connections: 0,
    requests: 0,
    settled: 0,
    bytes: 0,
    statuses: {},
  };
  const sockets = new Set<Socket>();

  async function open(): Promise<HostileConnection> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    sockets.add(socket);
    // A server may drop an attacker.
    socket.on("error", () => {});
    let [tail, responses] = ["", 0];
    let waiting: (() => void)[] = [];
    const checkWaiting = () => {
      for (const check of waiting) check();
    };
    socket.setEncoding("latin1").on("data", (text: string) => {
      const seen = tail + text;
      for (const [, status = ""] of seen.matchAll(statusLine)) {
        summary.statuses[status] = (summary.statuses[status] ?? 0) + 1;
        responses += 1;
      }
      tail = seen.slice(-maxPartLength);
      checkWaiting();
    });
    // Not `once`, which rejects when an error comes first.
    const closed = new Promise<void>((resolve) => {
      socket.on("close", () => {
        sockets.delete(socket);
        checkWaiting();
        resolve();
      });
    });
    await Promise.race([once(socket, "connect").catch(() => {}), closed]);
    summary.connections += 1;

    const write = async (bytes: string | Buffer) => {
      if (socket.destroyed || signal.aborted) return;
      summary.bytes += bytes.length;
      if (socket.write(bytes)) return;
      await Promise.race([once(socket, "drain", { signal }).catch(() => {}), closed]);
    };

    return {
      write,
      async request(bytes, count = 1) {
        const expected = responses + count;
        summary.requests += count;
        void write(bytes);
        await new Promise<void>((resolve) => {
          const check = () => {
            if (responses < expected && !socket.destroyed && !signal.aborted) return;
            waiting = waiting.filter((other) => other !== check);
            signal.removeEventListener("abort", check);
            resolve();
          };
          waiting.push(check);
          signal.addEventListener("abort", check);
          check();
        });
        if (responses >= expected || socket.destroyed) summary.settled += count;
      },
      finish: () => socket.end(),
      reset: () => socket.resetAndDestroy(),
      isOpen: () => !socket.destroyed,
    };
  }

  return {
    open,
    summary,
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
