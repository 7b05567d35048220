// Runs batches of deliveries or calls in a process of its own, and replies with the processor time of each batch.
import { tracingChannel } from "node:diagnostics_channel";
import { createDelivery, readCpuMicroseconds, signaturePassword } from "measure";
import { samplePayouts } from "../outgoing/sample-payouts.js";
import type { Batch, BatchTime, Observation } from "./observation.js";

const [observation, baseUrl] = process.argv.slice(2) as [Observation, string];
if (observation === "absent") hideChannels();
const { createReceiver, memoryInbox, Numipay, telemetryChannels } = await import("@numipay/core");

let received = 0;
// Also where the channels are hidden: that nothing is received there shows that they are.
if (observation !== "unsubscribed") {
  for (const name of telemetryChannels) {
    for (const event of ["start", "asyncEnd"] as const) {
      tracingChannel(name)[event].subscribe(() => {
        received += 1;
      });
    }
  }
}

/** As on a platform without the channels. Other modules, such as crypto, stay. */
function hideChannels(): void {
  const getBuiltinModule = process.getBuiltinModule.bind(process);
  process.getBuiltinModule = ((id: string) =>
    id === "node:diagnostics_channel"
      ? undefined
      : getBuiltinModule(id)) as typeof getBuiltinModule;
}

const numipay = new Numipay({ apiKey: "bench-key-6kV2xQ9w", baseUrl });

async function deliver(count: number): Promise<number> {
  const receiver = createReceiver({ signaturePassword, inbox: memoryInbox() });
  receiver.on("*", () => undefined);
  const deliveries = Array.from({ length: count }, createDelivery).map(({ body, headers }) => ({
    method: "POST",
    header: (name: string) => headers[name],
    body: async () => ({ form: "bytes", bytes: body }) as const,
    request: undefined,
  }));
  const before = readCpuMicroseconds();
  for (const delivery of deliveries) {
    const { outcome } = await receiver.receive(delivery);
    if (outcome !== "processed") throw new Error(`A delivery is ${outcome}.`);
  }
  return readCpuMicroseconds() - before;
}

async function call(count: number): Promise<number> {
  const payouts = samplePayouts(count);
  const before = readCpuMicroseconds();
  for (const payout of payouts) await numipay.payouts.request(payout);
  return readCpuMicroseconds() - before;
}

process.on("message", ({ work, count }: Batch) => {
  received = 0;
  void (work === "delivery" ? deliver(count) : call(count)).then((microseconds) => {
    const time: BatchTime = { microseconds: microseconds / count, received: received / count };
    process.send?.(time);
  });
});
process.on("disconnect", () => process.exit(0));
process.send?.({});
