import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { OutcomeReport, Transaction } from "@numipay/core";
import { createWebhookWorker, type DeadLetter } from "@numipay/bullmq";
import { exampleTransaction } from "@numipay/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { openPostgres, openRedis, pingPostgres } from "./engines.js";
import {
  createTape,
  describeWithRedis,
  describeWithServer,
  noRedis,
  openFixture,
  type Stage,
  whyMissing,
} from "./stage.js";

const noPostgres = noRedis ?? (await whyMissing("PostgreSQL", pingPostgres));
const engines = [
  { engineName: "Redis", openEngine: openRedis, describeEngine: describeWithRedis },
  {
    engineName: "PostgreSQL",
    openEngine: openPostgres,
    describeEngine: describeWithServer(noPostgres),
  },
];

for (const { engineName, openEngine, describeEngine } of engines) {
  describeEngine(`workers with the inbox in ${engineName}`, () => {
    test("apply once what stands in the queue twice", async () => {
      const { stage, engine, startWorker } = await openEngineStage(openEngine);
      const event = exampleTransaction();
      await stage.deliver(event);
      // As after `keepCompletedMs`, or from a queue of another name: the same event under another job id.
      await stage.bull.add(
        "again",
        { event },
        { attempts: 50, backoff: { type: "fixed", delay: 5 } },
      );
      const workers = [startWorker(), startWorker()];
      await vi.waitFor(async () => expect(await stage.bull.getCompletedCount()).toBe(2));
      const outcomes = workers.flatMap(({ reports }) =>
        reports.items.map(({ outcome }) => outcome),
      );
      // While the first is at work, the second waits.
      expect(outcomes.filter((outcome) => outcome !== "in-progress").toSorted()).toEqual([
        "duplicate",
        "processed",
      ]);
      expect(await engine.count()).toEqual({ runs: 1, effects: [keyOf(event)] });
    });

    test("book once what a worker booked that was killed before its record", async () => {
      const { stage, space, engine, startWorker } = await openEngineStage(openEngine);
      const event = exampleTransaction();
      await stage.deliver(event);
      const child = fork(
        fileURLToPath(new URL("programs/dist/booking-process.js", import.meta.url)),
        {
          env: {
            ...process.env,
            ENGINE: engineName,
            SPACE: space,
            PREFIX: stage.place.prefix,
            REDIS_URL: stage.place.connection.url,
          },
          execArgv: [],
        },
      );
      onTestFinished(() => void child.kill("SIGKILL"));
      expect(await once(child, "message")).toEqual([{ booked: keyOf(event) }, undefined]);
      child.kill("SIGKILL");
      await once(child, "exit");
      const { reports } = startWorker();
      await vi.waitFor(() => expect(reports.items.at(-1)?.outcome).toBe("processed"), {
        timeout: 8000,
      });
      // The handler ran twice, and what it did stands there once.
      expect(await engine.count()).toEqual({ runs: 2, effects: [keyOf(event)] });
    });

    test("keep as a dead letter what cannot be booked, and book it once when it is replayed", async () => {
      const { stage, engine, startWorker } = await openEngineStage(openEngine);
      let isBroken = true;
      const { letters, reports } = startWorker(() => {
        if (isBroken) throw new Error("the ledger is locked");
      });
      const event = exampleTransaction();
      await stage.deliver(event);
      const [letter] = await letters.reach(1);
      expect(letter).toMatchObject({ attempts: 3, reason: "handler-failed: the ledger is locked" });
      expect((await engine.count()).effects).toEqual([]);
      isBroken = false;
      expect((await stage.queue.replayDeadLetters()).replayed).toEqual([letter?.id]);
      await reports.reach(4);
      expect(reports.items.at(-1)?.outcome).toBe("processed");
      expect((await engine.count()).effects).toEqual([keyOf(event)]);
      expect(await stage.queue.listDeadLetters()).toEqual([]);
    });
  });
}

const keyOf = ({ transaction_type, transaction_id, status }: Transaction): string =>
  [transaction_type, transaction_id, status].join(":");

/** A queue and an inbox under names of their own, which are gone after the test. */
async function openEngineStage(openEngine: typeof openRedis) {
  const stage: Stage = await openFixture();
  const space = `numipay_test_${randomBytes(6).toString("hex")}`;
  const engine = await openEngine(space);
  onTestFinished(() => engine.remove());
  /** A worker that books, after `before`. */
  const startWorker = (before: () => void = () => undefined) => {
    const reports = createTape<OutcomeReport>();
    const letters = createTape<DeadLetter>();
    const worker = createWebhookWorker<unknown>({
      ...stage.place,
      inbox: engine.inbox,
      lockMs: 500,
      onOutcome: reports.add,
      onDeadLetter: letters.add,
    });
    onTestFinished(() => worker.close());
    worker
      .on("*", async (_event, context) => {
        before();
        await engine.book(context);
      })
      .start();
    return { reports, letters };
  };
  return { stage, space, engine, startWorker };
}
