import { type Journal, type Numipay, recover } from "@numipay/core";
import { Queue, type QueueOptions, Worker } from "bullmq";

export async function scheduleRecovery(
  place: QueueOptions, // { connection: { url } }
  numipay: Numipay,
  journal: Journal,
) {
  const queue = new Queue("numipay-recover", place);
  await queue.upsertJobScheduler(
    "every-5-minutes",
    { every: 5 * 60_000 },
    { opts: { removeOnComplete: 100, removeOnFail: 100 } },
  );
  const worker = new Worker(
    "numipay-recover",
    async () => {
      const { counts } = await recover({ numipay, journal });
      // A failed job is visible; the next run tries again automatically.
      const open = counts.unknown + counts.failed;
      if (open > 0) throw new Error(`${open} payments have an unknown outcome`);
    },
    place,
  );
  return { queue, worker };
}
