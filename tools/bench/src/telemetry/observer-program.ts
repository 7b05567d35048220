// Does deliveries or calls with two copies of the core in turn, and replies with the median time of one, for each copy.
import { tracingChannel } from "node:diagnostics_channel";
import type * as core from "@numipay/core";
import { createDelivery, median, signaturePassword } from "measure";
import { samplePayouts } from "../outgoing/sample-payouts.js";
import { type Batch, type BatchTimes, type Copy, copies, type Observation } from "./observation.js";

type Core = typeof core;
type Step = () => Promise<unknown>;

const [observation, traced, plain] = process.argv.slice(2) as [Observation, string, string];
const cores: Record<Copy, Core> = {
  traced: (await import(traced)) as Core,
  plain: (await import(plain)) as Core,
};

let received = 0;
if (observation === "counted") {
  for (const name of cores.traced.telemetryChannels) {
    for (const event of ["start", "asyncEnd"] as const) {
      tracingChannel(name)[event].subscribe(() => {
        received += 1;
      });
    }
  }
}

function createDeliveries(copy: Copy, count: number): Step[] {
  const { createReceiver, memoryInbox } = cores[copy];
  const receiver = createReceiver({ signaturePassword, inbox: memoryInbox() });
  receiver.on("*", () => undefined);
  return Array.from({ length: count }, createDelivery).map(({ body, headers }) => {
    const delivery = {
      method: "POST",
      header: (name: string) => headers[name],
      body: async () => ({ form: "bytes", bytes: body }) as const,
      request: undefined,
    };
    return async () => {
      const { outcome } = await receiver.receive(delivery);
      if (outcome !== "processed") throw new Error(`A delivery is ${outcome}.`);
    };
  });
}

/** Responds at once: over a network, the channels are a smaller part of a call. */
const fetch = async (): Promise<Response> =>
  new Response(JSON.stringify({ url: "https://cashier.example/payouts/a1b2c3d4e5f6" }), {
    headers: { "content-type": "application/json" },
  });
const clientOptions = { apiKey: "bench-key-6kV2xQ9w", baseUrl: "https://gateway.example", fetch };
const clients = {
  traced: new cores.traced.Numipay(clientOptions),
  plain: new cores.plain.Numipay(clientOptions),
};

function createCalls(copy: Copy, count: number): Step[] {
  return samplePayouts(count).map((payout) => () => clients[copy].payouts.request(payout));
}

async function timeInTurn({ work, count }: Batch): Promise<BatchTimes> {
  const create = work === "delivery" ? createDeliveries : createCalls;
  const steps = { traced: create("traced", count), plain: create("plain", count) };
  const times = { traced: [] as number[], plain: [] as number[] };
  const events = { traced: 0, plain: 0 };
  for (let at = 0; at < count; at += 1) {
    // Each copy is first in every other pair.
    for (const copy of at % 2 === 0 ? copies : copies.toReversed()) {
      received = 0;
      const before = process.hrtime.bigint();
      await steps[copy][at]?.();
      times[copy].push(Number(process.hrtime.bigint() - before) / 1000);
      events[copy] += received;
    }
  }
  const toTime = (copy: Copy) => ({
    microseconds: median(times[copy]),
    received: events[copy] / count,
  });
  return { traced: toTime("traced"), plain: toTime("plain") };
}

process.on("message", (batch: Batch) => {
  void timeInTurn(batch).then((times) => process.send?.(times));
});
process.on("disconnect", () => process.exit(0));
process.send?.({});
