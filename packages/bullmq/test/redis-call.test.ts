import type { Redis } from "ioredis";
import { expect, it, onTestFinished, vi } from "vitest";
import { muteErrors, openAll, openClient } from "./own-redis-fixture.js";
import { describeWithOwnRedis, startRedis } from "./start-redis.js";

// Guards against a health check that passes where nothing can be stored.
describeWithOwnRedis("ping", () => {
  it.each([
    [
      "read-only",
      async (admin: Redis) => admin.replicaof("127.0.0.1", (await startRedis()).port),
      "READONLY You can't write against a read only replica",
    ],
    ["full", (admin: Redis) => admin.config("SET", "maxmemory", "1"), "OOM command not allowed"],
  ])("rejects while Redis is %s", async (_name, cause, reason) => {
    muteErrors();
    const { port } = await startRedis();
    const { queue, worker, webhook, deliver } = openAll({ connection: { port } });
    onTestFinished(async () => {
      await Promise.all([queue.close(), worker.close()]);
    });
    await Promise.all([queue.ping(), worker.ping(), webhook.ping()]);
    await cause(openClient(port));
    // On a read-only server the connection is opened again, and while it opens the reason is another one.
    for (const [call, prefix] of [
      [() => queue.ping(), "The webhook queue is unavailable: "],
      [() => webhook.ping(), "The webhook queue is unavailable: "],
      [() => worker.ping(), "The webhook worker is unavailable: "],
    ] as const) {
      await vi.waitFor(() => expect(call()).rejects.toThrow(prefix + reason), 5_000);
    }
    expect(await deliver()).toBe(503);
  });

  it("leaves nothing behind", async () => {
    const { port } = await startRedis();
    const { queue, worker } = openAll({ connection: { port } });
    for (let time = 0; time < 3; time += 1) await Promise.all([queue.ping(), worker.ping()]);
    const admin = openClient(port);
    await vi.waitFor(
      async () => expect(await admin.exists("bull:numipay-webhooks:numipay-ping")).toBe(0),
      { timeout: 20_000 },
    );
    await Promise.all([queue.close(), worker.close()]);
  });
});
