import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Inbox, memoryInbox } from "@numipay/core";
import { redisInbox } from "@numipay/redis";
import { exampleTransaction } from "@numipay/testing";
import { Redis } from "ioredis";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  createLatch,
  createRecorder,
  describeWithRedis,
  openFixture,
  openWorker,
  redis,
} from "./fixture.js";

// Guards against an event lost with its worker: decision 0008.
describeWithRedis("a worker without a handler for an event", () => {
  it("completes the job as unhandled and logs it once", async () => {
    const warningLog = vi.spyOn(console, "warn").mockReturnValue();
    onTestFinished(() => warningLog.mockRestore());
    const fixture = await openFixture();
    const { worker, deadLetters } = openWorker(fixture, { onOutcome: undefined });
    worker.on("deposit.rejected", () => undefined).start();
    for (let time = 0; time < 3; time += 1) await fixture.deliver(exampleTransaction());
    await vi.waitFor(async () => expect(await fixture.bull.getCompletedCount()).toBe(3), {
      timeout: 20_000,
    });
    const jobs = await fixture.bull.getCompleted();
    expect(jobs.map(({ returnvalue }) => returnvalue.outcome)).toEqual(Array(3).fill("unhandled"));
    expect(warningLog.mock.calls).toEqual([
      [expect.stringMatching(/: no handler for deposit\.successful; recorded as unhandled/)],
    ]);
    expect(deadLetters.items).toEqual([]);
  });

  it("applies a requeued event after a handler was added", async () => {
    const fixture = await openFixture();
    const { worker, reports } = openWorker(fixture);
    worker.start();
    const event = exampleTransaction();
    await fixture.deliver(event);
    await reports.reach(1);
    worker.on("*", () => undefined);
    await fixture.bull.add("again", { event });
    await reports.reach(2);
    expect(reports.items.map(({ outcome }) => outcome)).toEqual(["unhandled", "processed"]);
  });
});

describeWithRedis("a worker whose handler exceeds its timeout", () => {
  it("retries with backoff, never beside the running handler", async () => {
    const backoffMs = 40;
    const fixture = await openFixture({ attempts: 12, backoffMs });
    const { worker, reports, deadLetters } = openWorker(fixture, { handlerTimeoutMs: 50 });
    const latch = createLatch();
    const calls: number[] = [];
    worker
      .on("*", async () => {
        calls.push(performance.now());
        await latch.opened;
      })
      .start();
    await fixture.deliver(exampleTransaction());
    await reports.reach(4);
    expect(reports.items.map(({ outcome }) => outcome)).toEqual([
      "handler-failed",
      ...Array(3).fill("in-progress"),
    ]);
    // Half of each wait (40, 80 and 160) is random.
    expect(performance.now() - (calls[0] ?? 0)).toBeGreaterThan(50 + (40 + 80 + 160) / 2);
    latch.open();
    await vi.waitFor(async () => expect(await fixture.bull.getCompletedCount()).toBe(1), 5000);
    expect(reports.items.at(-1)?.outcome).toBe("duplicate");
    expect(calls).toHaveLength(1);
    expect(deadLetters.items).toEqual([]);
  });
});

describeWithRedis("a worker that blocks its event loop past the lock", () => {
  it("cannot complete after another worker took over", async () => {
    const fixture = await openFixture({ attempts: 10, backoffMs: 20 });
    const prefix = `numipay-test-${randomUUID()}:`;
    const inbox = openInbox(prefix);
    const event = exampleTransaction();
    await fixture.deliver(event);
    const child = fork(
      fileURLToPath(new URL("programs/dist/blocking-process.js", import.meta.url)),
      {
        env: {
          ...process.env,
          REDIS_URL: redis.href,
          PREFIX: fixture.place.prefix,
          INBOX_PREFIX: prefix,
        },
        execArgv: [],
      },
    );
    onTestFinished(() => void child.kill("SIGKILL"));
    const messages = createRecorder<unknown>();
    child.on("message", messages.add);
    expect((await messages.reach(1))[0]).toEqual({ handling: event.transaction_id });

    const { worker, reports } = openWorker(fixture, { inbox, lockMs: 300 });
    const calls = createRecorder<string>();
    worker.on("*", ({ transaction_id }) => calls.add(transaction_id)).start();
    await calls.reach(1);
    // The blocked worker continues, and its record is rejected.
    await messages.reach(2);
    expect(messages.items[1]).toEqual({ outcome: "in-progress" });
    expect(reports.items.at(-1)?.outcome).toBe("processed");
    await vi.waitFor(async () => expect(await fixture.bull.getCompletedCount()).toBe(1), {
      timeout: 20_000,
    });
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  });
});

/** Opens an inbox on Redis whose keys are removed after the test. */
function openInbox(prefix: string): Inbox {
  const client = new Redis(redis.href);
  onTestFinished(async () => {
    const keys = await client.keys(`${prefix}*`);
    if (keys.length > 0) await client.del(...keys);
    client.disconnect();
  });
  return redisInbox({ client, prefix, leaseMs: 300, onWarning: () => undefined });
}

describe("createWebhookWorker", () => {
  it.each([
    [{ account: "" }, /^account /],
    [{ handlerTimeoutMs: 0 }, /^handlerTimeoutMs /],
  ])("rejects %o and names the option", (options, problem) => {
    const open = () =>
      openWorker({ place: { connection: {} } } as never, { inbox: memoryInbox(), ...options });
    expect(open).toThrow(problem);
  });
});
