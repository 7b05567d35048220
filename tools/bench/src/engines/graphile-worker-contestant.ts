import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg, { type PoolConfig } from "pg";
import type { EffectClient } from "./ledger.js";
import type { Peer } from "./peer.js";
import { applyByIdiom } from "./postgres-idiom.js";

interface Waiting {
  effect: (tx: EffectClient) => Promise<unknown>;
  settle: (isNew: boolean) => void;
  fail: (error: unknown) => void;
}

/**
 * graphile-worker with a job for each change. It runs a job at least once, and forgets it afterwards, so that the task applies the
 * change by the idiom. The time ends when the task has ended, not when the job is queued.
 */
export async function openGraphileWorker(
  address: PoolConfig,
  schema: string,
  connections: number,
): Promise<Peer> {
  const pool = new pg.Pool({ ...address, max: connections * 2 });
  const waiting = new Map<string, Waiting>();
  const ownSchema = `${schema}_jobs`;
  const options = {
    pgPool: pool,
    schema: ownSchema,
    logger: new Logger(() => () => undefined),
  };
  const utils = await makeWorkerUtils(options);
  await utils.migrate();
  const runner = await run({
    ...options,
    concurrency: connections,
    noHandleSignals: true,
    taskList: {
      async apply(payload) {
        const { key } = payload as { key: string };
        const change = waiting.get(key);
        if (change === undefined) return;
        try {
          change.settle(await applyByIdiom(pool, schema, { key, effect: change.effect }));
        } catch (error) {
          change.fail(error);
          throw error;
        }
      },
    },
  });
  return {
    ownSchemas: [ownSchema],
    contestant: {
      name: "graphile-worker",
      async apply({ key }, effect) {
        const ended = new Promise<boolean>((settle, fail) => {
          waiting.set(key, { effect, settle, fail });
        });
        await utils.addJob("apply", { key }, { jobKey: key });
        const isNew = await ended;
        waiting.delete(key);
        return isNew ? "processed" : "duplicate";
      },
    },
    async close() {
      await runner.stop();
      await utils.release();
      await pool.end();
    },
  };
}
