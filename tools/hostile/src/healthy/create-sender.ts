import { Agent, request } from "node:http";
import { createDelivery, webhookPath } from "measure";

/** A delivery without a response by then is lost. Longer than any stall that a server survives here. */
const timeoutMs = 120_000;
const warmUpConnections = 8;

export interface Deliveries {
  sent: number;
  /** The status or error of each lost delivery. */
  lost: string[];
  latenciesMs: number[];
}

export interface Sender {
  /** Sends this many deliveries, a few at a time. */
  warmUp: (count: number) => Promise<void>;
  start: (perSecond: number) => void;
  /** Stops sending, and resolves once every delivery has its response. */
  stop: () => Promise<Deliveries>;
}

/**
 * Sends new signed deliveries at a fixed rate. A latency counts from the time at which the delivery was due, so that a
 * stalled server cannot hide its stall by slowing the sender down.
 */
export function createSender(port: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let deliveries = noDeliveries();
  const inFlight = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  function send(dueAt: number): Promise<void> {
    deliveries.sent += 1;
    const sending = post(port, agent)
      .then((status) => {
        deliveries.latenciesMs.push(performance.now() - dueAt);
        if (status < 200 || status > 299) deliveries.lost.push(String(status));
      })
      .catch((error: NodeJS.ErrnoException) => {
        deliveries.lost.push(error.code ?? error.message);
      })
      .finally(() => inFlight.delete(sending));
    inFlight.add(sending);
    return sending;
  }

  return {
    async warmUp(count) {
      for (let sent = 0; sent < count; sent += warmUpConnections) {
        await Promise.all(Array.from({ length: warmUpConnections }, () => send(performance.now())));
      }
    },
    start(perSecond) {
      deliveries = noDeliveries();
      const startedAt = performance.now();
      const nextDueAt = () => startedAt + (deliveries.sent * 1000) / perSecond;
      const sendDue = () => {
        for (let dueAt = nextDueAt(); dueAt <= performance.now(); dueAt = nextDueAt()) {
          void send(dueAt);
        }
        timer = setTimeout(sendDue, nextDueAt() - performance.now());
      };
      sendDue();
    },
    async stop() {
      clearTimeout(timer);
      await Promise.all(inFlight);
      return deliveries;
    },
  };
}

function noDeliveries(): Deliveries {
  return { sent: 0, lost: [], latenciesMs: [] };
}

/** Resolves with the status. */
function post(port: number, agent: Agent): Promise<number> {
  const { body, headers } = createDelivery();
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
