import { once } from "node:events";
import { Agent, createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createSender, type Target, type TargetFleet } from "../../src/gateways/sender.js";
import { faultFamilies } from "../../src/scenarios/fault-families.js";
import { breakStore } from "../../src/stores/break-store.js";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

/** A fleet with one receiver, which reports another interruption each time it is asked. */
async function createTestFleet(listener: RequestListener): Promise<TargetFleet> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const target: Target = {
    slot: 0,
    url: `http://127.0.0.1:${port}`,
    agent: new Agent(),
    requests: new Set(),
    inProgress: new Map(),
  };
  let interruptions = 0;
  return {
    pick: async () => target,
    isSafe: () => false,
    remove: () => undefined,
    interruptionCount: () => (interruptions += 1),
  };
}

describe("createSender", () => {
  it("arms no fault while a change is nearly out of retries", async () => {
    const received: unknown[] = [];
    let isCut = true;
    const fleet = await createTestFleet((request, response) => {
      received.push(request.headers["x-chaos-fault"]);
      if (isCut) request.socket.destroy();
      else response.end("ok");
    });
    const fault = "after-claim SIGKILL";
    const sender = createSender({
      fleet,
      family: faultFamilies["kill -9"],
      seed: "1",
      faults: [fault],
      probability: 1,
      retryPauseMs: 0,
      breaker: breakStore(undefined, {
        fault: undefined,
        seed: "1",
        acknowledged: () => 0,
        between: 1,
        onOutage: () => undefined,
      }),
    });
    const deliver = (transaction_id: string) =>
      sender.deliverFor(0)("http://receiver.test", {
        body: JSON.stringify({ transaction_id, transaction_type: "deposit", status: "successful" }),
        headers: {},
      });

    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await expect(deliver("1")).rejects.toThrow(/hang up|ECONNRESET/);
    }
    isCut = false;
    await deliver("2");
    await deliver("1");
    await deliver("3");
    expect(received.slice(0, 3)).toEqual([fault, fault, undefined]);
    expect(received.slice(7)).toEqual([undefined, undefined, fault]);
  });
});
