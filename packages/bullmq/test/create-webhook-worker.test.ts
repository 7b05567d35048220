import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Inbox, memoryInbox } from "@numipay/core";
import { createWebhookWorker } from "@numipay/bullmq";
import { brokenInbox, exampleTransaction } from "@numipay/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  createLatch,
  createRecorder,
  describeWithRedis,
  openFixture,
  openWorker,
  type Fixture,
} from "./fixture.js";

describeWithRedis("a webhook worker", () => {
  it("applies each change once across several workers", async () => {
    const fixture = await openFixture();
    const inbox = memoryInbox();
    const credited = createRecorder<string>();
    for (const { worker } of [openWorker(fixture, { inbox }), openWorker(fixture, { inbox })]) {
      worker.on("deposit.successful", ({ tracking_id }) => credited.add(tracking_id)).start();
    }
    const events = Array.from({ length: 40 }, () => exampleTransaction());
    const deliveries = [...events, ...events, ...events];
    expect(new Set(await Promise.all(deliveries.map((event) => fixture.deliver(event))))).toEqual(
      new Set([200]),
    );
    await vi.waitFor(async () => expect(await fixture.bull.getCompletedCount()).toBe(40), {
      timeout: 20_000,
    });
    expect(credited.items.toSorted()).toEqual(
      events.map(({ tracking_id }) => tracking_id).toSorted(),
    );
  });

  it("calls handlers with the signed event and its context", async () => {
    const fixture = await openFixture();
    const { worker } = openWorker(fixture);
    const calls = createRecorder<unknown[]>();
    worker.on("deposit.*", (...call) => calls.add(call)).start();
    const event = exampleTransaction({ metadata: { nested: [1, null, "ü"] } } as object);
    await fixture.deliver(event);
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

  it("removes a once handler when its event is applied", async () => {
    const fixture = await openFixture();
    const { worker, reports } = openWorker(fixture);
    const handler = vi.fn<() => void>().mockImplementationOnce(() => {
      throw new Error("the ledger is locked");
    });
    worker.once("deposit.successful", handler).start();
    await fixture.deliver(exampleTransaction());
    await reports.reach(2);
    await fixture.deliver(exampleTransaction());
    await reports.reach(3);
    const outcomes = reports.items.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(["handler-failed", "processed", "unhandled"]);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it("retries when a handler fails", async () => {
    const fixture = await openFixture();
    const { worker, reports, deadLetters } = openWorker(fixture);
    let calls = 0;
    worker
      .on("*", () => {
        calls += 1;
        if (calls < 3) throw new Error("the ledger is locked");
      })
      .start();
    await fixture.deliver(exampleTransaction());
    await reports.reach(3);
    expect(reports.items.map(({ outcome }) => outcome)).toEqual([
      "handler-failed",
      "handler-failed",
      "processed",
    ]);
    expect(deadLetters.items).toEqual([]);
  });

  it("retries while the inbox store is unreachable", async () => {
    const fixture = await openFixture({ attempts: 10 });
    const store = memoryInbox();
    let isUnreachable = true;
    const inbox: Inbox = {
      claim: (change) => (isUnreachable ? brokenInbox() : store).claim(change),
      complete: (change, lease) => store.complete(change, lease),
      release: (change, lease) => store.release(change, lease),
    };
    const { worker, reports } = openWorker(fixture, { inbox });
    worker.on("*", () => undefined).start();
    await fixture.deliver(exampleTransaction());
    await reports.reach(2);
    isUnreachable = false;
    await vi.waitFor(() => expect(reports.items.at(-1)?.outcome).toBe("processed"), {
      timeout: 20_000,
    });
    expect(reports.items[0]?.outcome).toBe("inbox-unavailable");
  });

  it("waits for a change in progress and drops a late pending", async () => {
    const fixture = await openFixture({ attempts: 12 });
    const { worker, reports, deadLetters } = openWorker(fixture);
    const latch = createLatch();
    const calls = createRecorder<string>();
    worker
      .on("*", async ({ status }) => {
        calls.add(status);
        if (status === "successful") await latch.opened;
      })
      .start();
    const event = exampleTransaction();
    await fixture.deliver(event);
    await calls.reach(1);
    await fixture.deliver({ ...event, status: "pending" });
    expect((await reports.reach(1))[0]?.outcome).toBe("in-progress");
    latch.open();
    await vi.waitFor(
      () => {
        const outcomes = reports.items.map(({ outcome }) => outcome);
        expect(outcomes.filter((outcome) => outcome !== "in-progress")).toEqual([
          "processed",
          "stale",
        ]);
      },
      { timeout: 20_000 },
    );
    expect(calls.items).toEqual(["successful"]);
    expect(deadLetters.items).toEqual([]);
  });

  it("knows the statuses of its contract", async () => {
    const fixture = await openFixture();
    const contract = { statuses: { refunded: { final: true } } };
    const { worker, reports } = openWorker(fixture, { contract });
    expect(worker.contract.statuses.get("refunded")).toBe(1);
    expect(await worker.unreadable.replay()).toEqual({ settled: {}, kept: [] });
    worker.on("deposit.refunded" as "*", () => undefined).start();
    await fixture.deliver(exampleTransaction({ status: "refunded" }));
    const [report] = await reports.reach(1);
    expect(report?.outcome).toBe("processed");
  });

  it("takes no events before it is started", async () => {
    const fixture = await openFixture();
    const { worker, reports } = openWorker(fixture);
    await fixture.deliver(exampleTransaction());
    const probe = openWorker(fixture, { name: "another-queue" }).worker.start();
    await probe.close();
    expect(await fixture.bull.getWaitingCount()).toBe(1);
    worker.start().start();
    await reports.reach(1);
    expect(reports.items).toHaveLength(1);
  });

  it("dead-letters a job without an event at once", async () => {
    const fixture = await openFixture();
    const { worker, deadLetters } = openWorker(fixture);
    await fixture.bull.add("stranger", { hello: "there" }, { attempts: 5 });
    worker.start();
    const [letter] = await deadLetters.reach(1);
    expect(letter).toMatchObject({ event: undefined, attempts: 1 });
    expect(letter?.reason).toContain("The job has no event");
    expect(await fixture.queue.listDeadLetters()).toEqual([letter]);
  });

  it("prints dead letters by default", async () => {
    const errorLog = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => errorLog.mockRestore());
    const fixture = await openFixture({ attempts: 1 });
    const { worker } = openWorker(fixture, { onDeadLetter: undefined, onOutcome: undefined });
    worker
      .on("*", () => {
        throw new Error("the ledger is locked");
      })
      .start();
    const event = exampleTransaction();
    await fixture.deliver(event);
    await vi.waitFor(() => expect(errorLog).toHaveBeenCalledTimes(2), { timeout: 20_000 });
    const [failed, dead] = errorLog.mock.calls.map(([message]) => String(message));
    expect(failed).toContain(`: handler-failed deposit.successful ${event.tracking_id};`);
    expect(dead).toContain(
      `dead letter deposit.successful ${event.tracking_id} after 1 attempt (handler-failed: the ledger is locked)`,
    );
  });

  it("logs failures and dead letters to a given logger", async () => {
    const printed = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => printed.mockRestore());
    const logged = createRecorder<unknown[]>();
    const fixture = await openFixture({ attempts: 1 });
    const { worker } = openWorker(fixture, {
      onDeadLetter: undefined,
      onOutcome: undefined,
      logger: { error: (...args) => logged.add(args), warn: () => undefined },
    });
    const error = new Error("the ledger is locked");
    worker
      .on("*", () => {
        throw error;
      })
      .start();
    await fixture.deliver(exampleTransaction());
    expect(await logged.reach(2)).toEqual([
      [expect.stringContaining("; the queue will retry it."), expect.any(Error)],
      [expect.stringMatching(/^numipay: dead letter deposit\.successful/)],
    ]);
    expect(printed).not.toHaveBeenCalled();
  });

  it("finishes running handlers on close", async () => {
    const fixture = await openFixture();
    const { worker, reports } = openWorker(fixture, { concurrency: 1 });
    const latch = createLatch();
    const calls = createRecorder<string>();
    worker
      .on("*", async ({ tracking_id }) => {
        calls.add(tracking_id);
        await latch.opened;
      })
      .start();
    await fixture.deliver(exampleTransaction());
    await fixture.deliver(exampleTransaction());
    await calls.reach(1);
    let isClosed = false;
    const closed = worker.close().then(() => {
      isClosed = true;
    });
    // After a round trip to Redis it still waits for the handler.
    expect(await fixture.bull.getActiveCount()).toBe(1);
    expect(isClosed).toBe(false);
    latch.open();
    await closed;
    expect(reports.items.map(({ outcome }) => outcome)).toEqual(["processed"]);
    expect(await fixture.bull.getJobCounts()).toMatchObject({
      waiting: 1,
      active: 0,
      completed: 1,
    });
  });

  it.each(["was never reachable", "was lost"])("closes when Redis %s", async (how) => {
    const errorLog = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => errorLog.mockRestore());
    const fixture = await openFixture();
    const connection = { url: fixture.line.url };
    if (how === "was never reachable") await fixture.line.cut();
    const { worker, reports } = openWorker(fixture, { connection });
    const queue = fixture.openQueue(connection);
    worker.start();
    if (how === "was lost") {
      await fixture.deliver(exampleTransaction());
      await reports.reach(1);
      await queue.ping();
      await fixture.line.cut();
      await expect(queue.ping()).rejects.toThrow("The webhook queue is unavailable");
    }
    await Promise.all([worker.close(), queue.close()]);
    expect(fixture.line.isOpen()).toBe(false);
  });

  it("finishes its event on SIGTERM and leaves the rest", async () => {
    const fixture = await openFixture();
    const { child, messages } = startProcess(fixture);
    const events = [exampleTransaction(), exampleTransaction()] as const;
    for (const event of events) await fixture.deliver(event);
    await messages.reach(1);
    child.kill("SIGTERM");
    await messages.reach(2);
    const exited = once(child, "exit");
    child.send("go on");
    expect(await exited).toEqual([0, null]);
    const { transaction_id } = events[0];
    expect(messages.items).toEqual([
      { handling: transaction_id },
      { closing: true },
      { handled: transaction_id },
      { closed: true },
    ]);
    expect(await fixture.bull.getJobCounts()).toMatchObject({
      waiting: 1,
      active: 0,
      completed: 1,
    });
  });

  it("takes over the event of a killed worker", async () => {
    const fixture = await openFixture();
    const { child, messages } = startProcess(fixture);
    const event = exampleTransaction();
    await fixture.deliver(event);
    await messages.reach(1);
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    const { worker, reports } = openWorker(fixture, { lockMs: 300 });
    worker.on("*", () => undefined).start();
    expect((await reports.reach(1))[0]).toMatchObject({
      outcome: "processed",
      transaction_id: event.transaction_id,
    });
  });
});

function startProcess({ place }: Fixture) {
  const child = fork(fileURLToPath(new URL("programs/dist/worker-process.js", import.meta.url)), {
    env: { ...process.env, REDIS_URL: place.connection.url, PREFIX: place.prefix },
    execArgv: [],
  });
  const messages = createRecorder<unknown>();
  child.on("message", messages.add);
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, messages };
}

describe("createWebhookWorker", () => {
  it.each([
    [{ inbox: memoryInbox() }, /^connection /],
    [{ connection: {} }, /^inbox is missing\. Pass the inbox that the workers share/],
    [{ connection: {}, inbox: memoryInbox(), concurrency: 0 }, /^concurrency /],
    [{ connection: {}, inbox: memoryInbox(), lockMs: 0.5 }, /^lockMs /],
    [{ connection: {}, inbox: memoryInbox(), lockMs: 2 ** 31 }, /^lockMs .*1 to 2147483647/],
    [{ connection: {}, inbox: memoryInbox(), onDeadletter() {} }, /^onDeadletter is not an option/],
  ])("rejects invalid options: %#", (options, problem) => {
    expect(() => createWebhookWorker(options as never)).toThrow(problem);
  });
});
