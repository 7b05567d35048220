import { type EventRegistry, Numipay, reconcile } from "@numipay/core";
import { Queue, type QueueOptions, Worker } from "bullmq";

export async function scheduleReconciling(
  place: QueueOptions, // { connection: { url } }
  webhook: EventRegistry<unknown>,
  numipay: Pick<Numipay, "transactions"> = new Numipay(),
) {
  const queue = new Queue("numipay-reconcile", place);
  await queue.upsertJobScheduler(
    "every-15-minutes",
    { every: 15 * 60_000 },
    { opts: { removeOnComplete: 100, removeOnFail: 100 } },
  );
  const worker = new Worker(
    "numipay-reconcile",
    async () => {
      let failed = 0;
      for await (const { outcome } of reconcile({ numipay, webhook })) {
        if (outcome !== "processed" && outcome !== "unhandled") failed += 1;
      }
      // A failed job is visible; the next run tries again automatically.
      if (failed > 0) throw new Error(`${failed} transactions could not be applied`);
    },
    place,
  );
  return { queue, worker };
}
