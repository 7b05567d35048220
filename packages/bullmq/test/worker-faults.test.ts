import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Inbox, memoryInbox } from "@numipay/core";
import { redisInbox } from "@numipay/redis";
import { exampleTransaction } from "@numipay/testing";
import { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";
import { createTape, describeWithRedis, openFixture, openWorker, redis } from "./stage.js";

describeWithRedis("a worker without a handler for an event", () => {
  test("completes its job as unhandled, and logs it once", async () => {
    const told = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => told.mockRestore());
    const stage = await openFixture();
    const { worker, letters } = openWorker(stage, { onOutcome: undefined });
    worker.on("deposit.rejected", () => undefined).start();
    for (let time = 0; time < 3; time += 1) await stage.deliver(exampleTransaction());
    await vi.waitFor(async () => expect(await stage.bull.getCompletedCount()).toBe(3));
    const jobs = await stage.bull.getCompleted();
    expect(jobs.map(({ returnvalue }) => returnvalue.outcome)).toEqual(Array(3).fill("unhandled"));
    expect(told.mock.calls).toEqual([
      [
        "numipay: no handler for deposit.successful; recorded as unhandled. Logged once per event name.",
      ],
    ]);
    expect(letters.items).toEqual([]);
  });

  test("applies it when it is queued again after a handler was added", async () => {
    const stage = await openFixture();
    const { worker, reports } = openWorker(stage);
    worker.start();
    const event = exampleTransaction();
    await stage.deliver(event);
    await reports.reach(1);
    worker.on("*", () => undefined);
    await stage.bull.add("again", { event });
    await reports.reach(2);
    expect(reports.items.map(({ outcome }) => outcome)).toEqual(["unhandled", "processed"]);
  });
});

describeWithRedis("a worker whose handler exceeds its time", () => {
  test("tries again with growing waits, and never beside it", async () => {
    const backoffMs = 40;
    const stage = await openFixture({ attempts: 12, backoffMs });
    const { worker, reports, letters } = openWorker(stage, { handlerTimeoutMs: 50 });
    const gate = createTape<"open">();
    const calls: number[] = [];
    worker
      .on("*", async () => {
        calls.push(performance.now());
        await gate.reach(1);
      })
      .start();
    await stage.deliver(exampleTransaction());
    await reports.reach(4);
    expect(reports.items.map(({ outcome }) => outcome)).toEqual([
      "handler-failed",
      ...Array(3).fill("in-progress"),
    ]);
    // Half of each wait is drawn at random: 40, 80 and 160, each at least halved.
    expect(performance.now() - (calls[0] ?? 0)).toBeGreaterThan(50 + (40 + 80 + 160) / 2);
    gate.add("open");
    await vi.waitFor(async () => expect(await stage.bull.getCompletedCount()).toBe(1), 5000);
    expect(reports.items.at(-1)?.outcome).toBe("duplicate");
    expect(calls).toHaveLength(1);
    expect(letters.items).toEqual([]);
  });
});

describeWithRedis("a worker that blocks its loop past the lock", () => {
  test("is fenced by the one that took its job over", async () => {
    const stage = await openFixture({ attempts: 10, backoffMs: 20 });
    const prefix = `numipay-test-${randomUUID()}:`;
    const inbox = openInbox(prefix);
    const event = exampleTransaction();
    await stage.deliver(event);
    const child = fork(
      fileURLToPath(new URL("programs/dist/blocking-process.js", import.meta.url)),
      {
        env: {
          ...process.env,
          REDIS_URL: redis.href,
          PREFIX: stage.place.prefix,
          INBOX_PREFIX: prefix,
        },
        execArgv: [],
      },
    );
    onTestFinished(() => void child.kill("SIGKILL"));
    const said = createTape<unknown>();
    child.on("message", said.add);
    expect((await said.reach(1))[0]).toEqual({ handling: event.transaction_id });

    const { worker, reports } = openWorker(stage, { inbox, lockMs: 300 });
    const calls = createTape<string>();
    worker.on("*", ({ transaction_id }) => calls.add(transaction_id)).start();
    await calls.reach(1);
    // The blocked one comes back, and its record is refused.
    await said.reach(2);
    expect(said.items[1]).toEqual({ outcome: "in-progress" });
    expect(reports.items.at(-1)?.outcome).toBe("processed");
    await vi.waitFor(async () => expect(await stage.bull.getCompletedCount()).toBe(1));
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  });
});

/** An inbox on Redis under a prefix of its own, which is gone after the test. */
function openInbox(prefix: string): Inbox {
  const client = new Redis(redis.href);
  onTestFinished(async () => {
    const keys = await client.keys(`${prefix}*`);
    if (keys.length > 0) await client.del(...keys);
    client.disconnect();
  });
  return redisInbox({ client, prefix, leaseMs: 300, onWarning: () => undefined });
}

test.each([
  [{ account: "" }, /^account: /],
  [{ handlerTimeoutMs: 0 }, /^handlerTimeoutMs: /],
])("a worker with %o is refused, naming the option", (options, problem) => {
  const open = () =>
    openWorker({ place: { connection: {} } } as never, { inbox: memoryInbox(), ...options });
  expect(open).toThrow(problem);
});
