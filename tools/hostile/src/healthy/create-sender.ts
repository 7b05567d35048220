// @ts-check
import { Agent, request } from "node:http";
import { webhookPath } from "../host-paths.js";
import { signDelivery } from "../sign-delivery.js";

/** A delivery without a response by then is lost. Longer than any stall that a server can survive here. */
const timeoutMs = 120_000;
const warmUpConnections = 8;

/** latencies in milliseconds */
export interface Deliveries {
  sent: number;
  lost: string[];
  latencies: number[];
}

/**
 * Sends new signed deliveries at a fixed rate. A latency counts from the moment at which the delivery was due, so that a
 * server that stalls does not slow the sender down and hide it.
 */
export function createSender(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let deliveries: Deliveries = { sent: 0, lost: [], latencies: [] };
  const underWay: Set<Promise<void>> = new Set();
  let timer: NodeJS.Timeout | undefined;

  function send(dueAt) {
    deliveries.sent += 1;
    const sending = post(port, agent)
      .then((status) => {
        deliveries.latencies.push(performance.now() - dueAt);
        if (status < 200 || status > 299) deliveries.lost.push(String(status));
      })
      .catch((error) => {
        deliveries.lost.push(error.code ?? error.message);
      })
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
    return sending;
  }

  return {
    /** Sends so many, a few at a time. */
    async warmUp(count: number) {
      for (let sent = 0; sent < count; sent += warmUpConnections) {
        await Promise.all(Array.from({ length: warmUpConnections }, () => send(performance.now())));
      }
    },

    start(perSecond: number) {
      deliveries = { sent: 0, lost: [], latencies: [] };
      const startedAt = performance.now();
      const sendDue = () => {
        for (;;) {
          const dueAt = startedAt + (deliveries.sent * 1000) / perSecond;
          if (dueAt > performance.now()) break;
          void send(dueAt);
        }
        const nextAt = startedAt + (deliveries.sent * 1000) / perSecond;
        timer = setTimeout(sendDue, nextAt - performance.now());
      };
      sendDue();
    },

    /** Stops, and resolves once every delivery has its response. */
    async stop(): Promise<Deliveries> {
      clearTimeout(timer);
      await Promise.all(underWay);
      return deliveries;
    },
  };
}

/** @returns the status */
function post(port, agent): Promise<number> {
  const { body, headers } = signDelivery();
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        port,
        host: "127.0.0.1",
        path: webhookPath,
        method: "POST",
        agent,
        headers,
        timeout: timeoutMs,
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
        response.on("error", reject);
      },
    );
    sending.on("timeout", () => sending.destroy(new Error("no response")));
    sending.on("error", reject);
    sending.end(body);
  });
}
