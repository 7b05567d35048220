import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Inbox, memoryInbox } from "@numipay/core";
import { createWebhookWorker } from "@numipay/bullmq";
import { brokenInbox, exampleTransaction } from "@numipay/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { createTape, describeWithRedis, openFixture, openWorker, type Stage } from "./stage.js";

describeWithRedis("a webhook worker", () => {
  test("applies each change once, of several workers together", async () => {
    const stage = await openFixture();
    const inbox = memoryInbox();
    const credited = createTape<string>();
    for (const { worker } of [openWorker(stage, { inbox }), openWorker(stage, { inbox })]) {
      worker.on("deposit.successful", ({ tracking_id }) => credited.add(tracking_id)).start();
    }
    const events = Array.from({ length: 40 }, () => exampleTransaction());
    const deliveries = [...events, ...events, ...events];
    expect(new Set(await Promise.all(deliveries.map((event) => stage.deliver(event))))).toEqual(
      new Set([200]),
    );
    await vi.waitFor(async () => expect(await stage.bull.getCompletedCount()).toBe(40));
    expect(credited.items.toSorted()).toEqual(
      events.map(({ tracking_id }) => tracking_id).toSorted(),
    );
  });

  test("gives handlers the event as it was signed, and names its change", async () => {
    const stage = await openFixture();
    const { worker } = openWorker(stage);
    const calls = createTape<unknown[]>();
    worker.on("deposit.*", (...call) => calls.add(call)).start();
    const event = exampleTransaction({ metadata: { nested: [1, null, "ü"] } } as object);
    await stage.deliver(event);
    const [call] = await calls.reach(1);
    expect(call).toEqual([
      event,
      expect.objectContaining({
        type: "deposit.successful",
        source: "webhook",
        idempotencyKey: expect.stringContaining(event.transaction_id),
      }),
    ]);
  });

  test("calls a handler of once for one event, at the try that applies it", async () => {
    const stage = await openFixture();
    const { worker, reports } = openWorker(stage);
    const handler = vi.fn<() => void>().mockImplementationOnce(() => {
      throw new Error("the ledger is locked");
    });
    worker.once("deposit.successful", handler).start();
    await stage.deliver(exampleTransaction());
    await reports.reach(2);
    await stage.deliver(exampleTransaction());
    await reports.reach(3);
    const outcomes = reports.items.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(["handler-failed", "processed", "unhandled"]);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  test("tries again what a handler could not do", async () => {
    const stage = await openFixture();
    const { worker, reports, letters } = openWorker(stage);
    let calls = 0;
    worker
      .on("*", () => {
        calls += 1;
        if (calls < 3) throw new Error("the ledger is locked");
      })
      .start();
    await stage.deliver(exampleTransaction());
    await reports.reach(3);
    expect(reports.items.map(({ outcome }) => outcome)).toEqual([
      "handler-failed",
      "handler-failed",
      "processed",
    ]);
    expect(letters.items).toEqual([]);
  });

  test("loses nothing while the inbox' store is away", async () => {
    const stage = await openFixture({ attempts: 10 });
    const store = memoryInbox();
    let isAway = true;
    const inbox: Inbox = {
      claim: (change) => (isAway ? brokenInbox() : store).claim(change),
      complete: (change, lease) => store.complete(change, lease),
      release: (change, lease) => store.release(change, lease),
    };
    const { worker, reports } = openWorker(stage, { inbox });
    worker.on("*", () => undefined).start();
    await stage.deliver(exampleTransaction());
    await reports.reach(2);
    isAway = false;
    await vi.waitFor(() => expect(reports.items.at(-1)?.outcome).toBe("processed"));
    expect(reports.items[0]?.outcome).toBe("inbox-unavailable");
  });

  test("waits for another change of the same transaction, and drops a late pending", async () => {
    const stage = await openFixture({ attempts: 12 });
    const { worker, reports, letters } = openWorker(stage);
    const gate = createTape<"open">();
    const calls = createTape<string>();
    worker
      .on("*", async ({ status }) => {
        calls.add(status);
        if (status === "successful") await gate.reach(1);
      })
      .start();
    const event = exampleTransaction();
    await stage.deliver(event);
    await calls.reach(1);
    await stage.deliver({ ...event, status: "pending" });
    expect((await reports.reach(1))[0]?.outcome).toBe("in-progress");
    gate.add("open");
    await vi.waitFor(() => {
      const outcomes = reports.items.map(({ outcome }) => outcome);
      expect(outcomes.filter((outcome) => outcome !== "in-progress")).toEqual([
        "processed",
        "stale",
      ]);
    });
    expect(calls.items).toEqual(["successful"]);
    expect(letters.items).toEqual([]);
  });

  test("knows the statuses of its contract, and replays by it", async () => {
    const stage = await openFixture();
    const contract = { statuses: { refunded: { final: true } } };
    const { worker, reports } = openWorker(stage, { contract });
    expect(worker.contract.statuses.get("refunded")).toBe(1);
    expect(await worker.unreadable.replay()).toEqual({ settled: {}, kept: [] });
    worker.on("deposit.refunded" as "*", () => undefined).start();
    await stage.deliver(exampleTransaction({ status: "refunded" }));
    const [report] = await reports.reach(1);
    expect(report?.outcome).toBe("processed");
  });

  test("works on nothing before it is started", async () => {
    const stage = await openFixture();
    const { worker, reports } = openWorker(stage);
    await stage.deliver(exampleTransaction());
    const probe = openWorker(stage, { name: "another-queue" }).worker.start();
    await probe.close();
    expect(await stage.bull.getWaitingCount()).toBe(1);
    worker.start().start();
    await reports.reach(1);
    expect(reports.items).toHaveLength(1);
  });

  test("gives up at once what holds no event, and says so", async () => {
    const stage = await openFixture();
    const { worker, letters } = openWorker(stage);
    await stage.bull.add("stranger", { hello: "there" }, { attempts: 5 });
    worker.start();
    const [letter] = await letters.reach(1);
    expect(letter).toMatchObject({ event: undefined, attempts: 1 });
    expect(letter?.reason).toContain("The job holds no event");
    expect(await stage.queue.listDeadLetters()).toEqual([letter]);
  });

  test("prints what it gives up where nobody listens", async () => {
    const told = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => told.mockRestore());
    const stage = await openFixture({ attempts: 1 });
    const { worker } = openWorker(stage, { onDeadLetter: undefined, onOutcome: undefined });
    worker
      .on("*", () => {
        throw new Error("the ledger is locked");
      })
      .start();
    const event = exampleTransaction();
    await stage.deliver(event);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
    const [failed, dead] = told.mock.calls.map(([message]) => String(message));
    expect(failed).toBe(
      `numipay: handler-failed deposit.successful ${event.tracking_id}; the queue will try again.`,
    );
    expect(dead).toContain(
      `dead letter deposit.successful ${event.tracking_id} after 1 attempts (handler-failed: the ledger is locked)`,
    );
  });

  test("ends what it works on before it is closed, and leaves the rest in the queue", async () => {
    const stage = await openFixture();
    const { worker, reports } = openWorker(stage, { concurrency: 1 });
    const gate = createTape<"open">();
    const calls = createTape<string>();
    worker
      .on("*", async ({ tracking_id }) => {
        calls.add(tracking_id);
        await gate.reach(1);
      })
      .start();
    await stage.deliver(exampleTransaction());
    await stage.deliver(exampleTransaction());
    await calls.reach(1);
    let isClosed = false;
    const closed = worker.close().then(() => {
      isClosed = true;
    });
    // A round trip to Redis later it still waits for the handler.
    expect(await stage.bull.getActiveCount()).toBe(1);
    expect(isClosed).toBe(false);
    gate.add("open");
    await closed;
    expect(reports.items.map(({ outcome }) => outcome)).toEqual(["processed"]);
    expect(await stage.bull.getJobCounts()).toMatchObject({ waiting: 1, active: 0, completed: 1 });
  });

  test.each(["was never there", "went away"])("is closed also when Redis %s", async (how) => {
    const told = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => told.mockRestore());
    const stage = await openFixture();
    const connection = { url: stage.line.url };
    if (how === "was never there") await stage.line.cut();
    const { worker, reports } = openWorker(stage, { connection });
    const queue = stage.openQueue(connection);
    worker.start();
    if (how === "went away") {
      await stage.deliver(exampleTransaction());
      await reports.reach(1);
      await queue.ping();
      await stage.line.cut();
      await expect(queue.ping()).rejects.toThrow("cannot be reached");
    }
    await Promise.all([worker.close(), queue.close()]);
    expect(stage.line.isOpen()).toBe(false);
  });

  test("in a process told to stop (SIGTERM) ends its event and leaves the rest", async () => {
    const stage = await openFixture();
    const { child, said } = startProcess(stage);
    const events = [exampleTransaction(), exampleTransaction()] as const;
    for (const event of events) await stage.deliver(event);
    await said.reach(1);
    child.kill("SIGTERM");
    await said.reach(2);
    const exited = once(child, "exit");
    child.send("go on");
    expect(await exited).toEqual([0, null]);
    const { transaction_id } = events[0];
    expect(said.items).toEqual([
      { handling: transaction_id },
      { closing: true },
      { handled: transaction_id },
      { closed: true },
    ]);
    expect(await stage.bull.getJobCounts()).toMatchObject({ waiting: 1, active: 0, completed: 1 });
  });

  test("takes over the event of a worker that was killed", async () => {
    const stage = await openFixture();
    const { child, said } = startProcess(stage);
    const event = exampleTransaction();
    await stage.deliver(event);
    await said.reach(1);
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    const { worker, reports } = openWorker(stage, { lockMs: 300 });
    worker.on("*", () => undefined).start();
    expect((await reports.reach(1))[0]).toMatchObject({
      outcome: "processed",
      transaction_id: event.transaction_id,
    });
  });
});

function startProcess({ place }: Stage) {
  const child = fork(fileURLToPath(new URL("programs/dist/worker-process.js", import.meta.url)), {
    env: { ...process.env, REDIS_URL: place.connection.url, PREFIX: place.prefix },
    execArgv: [],
  });
  const said = createTape<unknown>();
  child.on("message", said.add);
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, said };
}

test.each([
  [{ inbox: memoryInbox() }, /^connection: /],
  [{ connection: {} }, /^inbox: is what keeps workers from applying a change twice/],
  [{ connection: {}, inbox: memoryInbox(), concurrency: 0 }, /^concurrency: /],
  [{ connection: {}, inbox: memoryInbox(), lockMs: 0.5 }, /^lockMs: /],
  [{ connection: {}, inbox: memoryInbox(), lockMs: 2 ** 31 }, /^lockMs: .*1 to 2147483647/],
])("a worker made with wrong options is refused, naming the option", (options, problem) => {
  expect(() => createWebhookWorker(options as never)).toThrow(problem);
});
