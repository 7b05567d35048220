import { createOutbox, Numipay } from "@numipay/core";
import { pgInbox, pgJournal } from "@numipay/sql/pg";
import pg, { type PoolConfig } from "pg";
import { writeEntry } from "../engines/ledger.js";
import type { Payout } from "./sample-payouts.js";

export interface WorkerContestant {
  migrate: () => Promise<void>;
  /**
   * Queues payouts, then times a worker that sends them and runs their handlers. Returns microseconds per payout, from the worker's
   * start until every outcome is recorded.
   */
  send: (payouts: readonly Payout[], concurrency: number) => Promise<number>;
  close: () => Promise<void>;
}

/** Opens an outbox whose handler writes a row in the ledger. */
export function openWorker(
  address: PoolConfig,
  {
    schema,
    connections,
    clientOptions,
  }: {
    schema: string;
    connections: number;
    clientOptions: { apiKey: string; baseUrl: string };
  },
): WorkerContestant {
  const pool = new pg.Pool({ ...address, max: connections, idleTimeoutMillis: 0 });
  const journal = pgJournal({ pool, schema });
  const numipay = new Numipay({ ...clientOptions, journal });
  let fail: (error: unknown) => void = () => undefined;
  let count: () => void = () => undefined;
  const outbox = createOutbox({
    numipay,
    journal,
    inbox: pgInbox({ pool, schema }),
    onError: ({ error }) => fail(error),
  });
  outbox.on("confirmed", async ({ tracking_id }, { tx }) => {
    await writeEntry(tx, schema, tracking_id);
    count();
  });
  outbox.on("refused", ({ problem }) => fail(new Error(problem.message)));
  outbox.on("unknown", () => fail(new Error("The outcome of a payout is unknown.")));

  async function queue(payouts: readonly Payout[]): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      for (const payout of payouts) await outbox.enqueue(client, "payouts.request", payout);
      await client.query("COMMIT");
    } finally {
      client.release();
    }
  }

  return {
    migrate: () => journal.migrate(),
    async send(payouts, concurrency) {
      await queue(payouts);
      let left = payouts.length;
      const handled = new Promise<void>((resolve, reject) => {
        fail = reject;
        count = () => {
          left -= 1;
          if (left === 0) resolve();
        };
      });
      const started = performance.now();
      const worker = outbox.start({ concurrency });
      try {
        await handled;
      } finally {
        // Waits for the commits of the last handlers.
        await worker.stop();
      }
      return ((performance.now() - started) * 1000) / payouts.length;
    },
    close: () => pool.end(),
  };
}
