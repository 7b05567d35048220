import autocannon from "autocannon";
import { quantile, type SignedDelivery } from "measure";
import type { BenchServer } from "./start-server.js";

const connections = 10;

export interface Sent {
  /** Requests per second between the first response and the last. */
  perSecond: number;
  /** The server's processor time for all of them. */
  cpuMicroseconds: number;
  /** How long 99 of 100 responses took at most, in milliseconds. */
  p99: number;
}

/** Sends each delivery once over a few kept connections, each as soon as the response to the previous one has arrived. */
export async function sendDeliveries(
  server: BenchServer,
  deliveries: readonly SignedDelivery[],
): Promise<Sent> {
  const before = await server.readState();
  const perConnection = Math.floor(deliveries.length / connections);
  const amount = perConnection * connections;
  let connection = 0;
  let [responses, first, last] = [0, 0, 0];
  const times: number[] = [];
  const result = await autocannon({
    url: server.url,
    connections,
    amount,
    // How often autocannon checks whether it is done, in milliseconds.
    sampleInt: 20,
    method: "POST",
    setupClient(client) {
      // No delivery is sent twice.
      const start = connection * perConnection;
      client.setRequests(deliveries.slice(start, start + perConnection));
      connection += 1;
      client.on("response", (_status, _bytes, milliseconds) => {
        times.push(milliseconds);
        last = performance.now();
        if (responses === 0) first = last;
        responses += 1;
      });
    },
  });
  const after = await server.readState();
  const handled = after.handled - before.handled;
  if (result["2xx"] !== amount || handled !== amount) {
    throw new Error(
      `${server.name}: ${amount} deliveries were sent, ${result["2xx"]} got a 2xx, ${handled} were handled.`,
    );
  }
  return {
    perSecond: ((responses - 1) / (last - first)) * 1000,
    cpuMicroseconds: after.cpuMicroseconds - before.cpuMicroseconds,
    p99: quantile(times, 0.99),
  };
}
