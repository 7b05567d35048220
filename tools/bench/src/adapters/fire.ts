// @ts-check
import type { BenchServer } from "./start-server.js";
import type { SignedDelivery } from "./sign-deliveries.js";
import autocannon from "autocannon";

const connections = 10;

/**
 * Sends each delivery once over a few kept connections, the next as soon as an answer is there.
 *
 * @returns requests a second between the first answer and the last, and the server's processor time for all of them
 */
export async function fire(server: BenchServer, deliveries: readonly SignedDelivery[]) {
  const before = await server.ask();
  const each = Math.floor(deliveries.length / connections);
  const amount = each * connections;
  let connection = 0;
  const run = autocannon({
    url: server.url,
    connections,
    amount,
    // How often it looks whether it is done, in milliseconds.
    sampleInt: 20,
    method: "POST",
    setupClient(client) {
      // Every connection has deliveries of its own: none is sent twice.
      client.setRequests(deliveries.slice(connection * each, (connection + 1) * each));
      connection += 1;
    },
  });
  let [answers, first, last] = [0, 0, 0];
  run.on("response", () => {
    last = performance.now();
    if (answers === 0) first = last;
    answers += 1;
  });
  const result = await run;
  const after = await server.ask();
  const handled = after.handled - before.handled;
  if (result["2xx"] !== amount || handled !== amount) {
    throw new Error(
      `${server.name}: of ${amount} deliveries ${result["2xx"]} got a 2xx, ${handled} were handled.`,
    );
  }
  return {
    perSecond: ((answers - 1) / (last - first)) * 1000,
    cpuMicroseconds: after.cpuMicroseconds - before.cpuMicroseconds,
  };
}
