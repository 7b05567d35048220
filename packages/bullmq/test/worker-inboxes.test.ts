import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { OutcomeReport, Transaction } from "@numipay/core";
import { createWebhookWorker, type DeadLetter } from "@numipay/bullmq";
import { exampleTransaction } from "@numipay/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import { openPostgres, openRedis, pingPostgres } from "./engines.js";
import {
  createRecorder,
  describeWithRedis,
  describeWithServer,
  noRedis,
  openFixture,
  type Fixture,
  whyMissing,
} from "./fixture.js";

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
  describeEngine(`a worker with an inbox in ${engineName}`, () => {
    it("applies an event once that is queued twice", async () => {
      // Either job can find the other in progress, again and again.
      const { fixture, engine, startWorker } = await openEngineFixture(openEngine, {
        attempts: 15,
        backoffMs: 5,
      });
      const event = exampleTransaction();
      await fixture.deliver(event);
      // The same event under another job id, as after `keepCompletedMs` or from another queue.
      await fixture.bull.add(
        "again",
        { event },
        { attempts: 1000, backoff: { type: "fixed", delay: 5 } },
      );
      const workers = [startWorker(), startWorker()];
      await vi.waitFor(async () => expect(await fixture.bull.getCompletedCount()).toBe(2), {
        timeout: 20_000,
      });
      const outcomes = workers.flatMap(({ reports }) =>
        reports.items.map(({ outcome }) => outcome),
      );
      // The second job waits while the first is in progress.
      expect(outcomes.filter((outcome) => outcome !== "in-progress").toSorted()).toEqual([
        "duplicate",
        "processed",
      ]);
      expect(await engine.count()).toEqual({ runs: 1, effects: [keyOf(event)] });
    });

    it("writes the effect once after a crash before the record", async () => {
      const { fixture, space, engine, startWorker } = await openEngineFixture(openEngine);
      const event = exampleTransaction();
      await fixture.deliver(event);
      const child = fork(
        fileURLToPath(new URL("programs/dist/booking-process.js", import.meta.url)),
        {
          env: {
            ...process.env,
            ENGINE: engineName,
            SPACE: space,
            PREFIX: fixture.place.prefix,
            REDIS_URL: fixture.place.connection.url,
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
        timeout: 25_000,
      });
      // The handler ran twice, but its effect is there once.
      expect(await engine.count()).toEqual({ runs: 2, effects: [keyOf(event)] });
    });

    it("applies a replayed dead letter once", async () => {
      const { fixture, engine, startWorker } = await openEngineFixture(openEngine);
      let isBroken = true;
      const { deadLetters, reports } = startWorker(() => {
        if (isBroken) throw new Error("the ledger is locked");
      });
      const event = exampleTransaction();
      await fixture.deliver(event);
      const [letter] = await deadLetters.reach(1);
      expect(letter).toMatchObject({ attempts: 3, reason: "handler-failed: the ledger is locked" });
      expect((await engine.count()).effects).toEqual([]);
      isBroken = false;
      expect((await fixture.queue.replayDeadLetters()).replayed).toEqual([letter?.id]);
      await reports.reach(4);
      expect(reports.items.at(-1)?.outcome).toBe("processed");
      expect((await engine.count()).effects).toEqual([keyOf(event)]);
      expect(await fixture.queue.listDeadLetters()).toEqual([]);
    });
  });
}

const keyOf = ({ transaction_type, transaction_id, status }: Transaction): string =>
  [transaction_type, transaction_id, status].join(":");

/** Opens a queue and an inbox under unique names, removed after the test. */
async function openEngineFixture(
  openEngine: typeof openRedis,
  options: Parameters<typeof openFixture>[0] = {},
) {
  const fixture: Fixture = await openFixture(options);
  const space = `numipay_test_${randomBytes(6).toString("hex")}`;
  const engine = await openEngine(space);
  onTestFinished(() => engine.remove());
  /** Starts a worker whose handler runs `before`, then writes the effect. */
  const startWorker = (before: () => void = () => undefined) => {
    const reports = createRecorder<OutcomeReport>();
    const deadLetters = createRecorder<DeadLetter>();
    const worker = createWebhookWorker<unknown>({
      ...fixture.place,
      inbox: engine.inbox,
      lockMs: 500,
      onOutcome: reports.add,
      onDeadLetter: deadLetters.add,
    });
    onTestFinished(() => worker.close());
    worker
      .on("*", async (_event, context) => {
        before();
        await engine.book(context);
      })
      .start();
    return { reports, deadLetters };
  };
  return { fixture, space, engine, startWorker };
}
