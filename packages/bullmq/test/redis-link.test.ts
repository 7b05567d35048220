import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { exampleTransaction } from "@numipay/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import { createLatch, createRecorder } from "./fixture.js";
import { muteErrors, openAll, openClient } from "./own-redis-fixture.js";
import {
  describeWithOwnRedis,
  openAddress,
  startRedis,
  startSentinel,
  watchedName,
} from "./start-redis.js";

describeWithOwnRedis("a queue and a worker after a failover", () => {
  /** Starts a primary and a replica that is in sync. */
  async function startPair() {
    const former = await startRedis();
    const promoted = await startRedis(["--replicaof", "127.0.0.1", `${former.port}`]);
    const admin = openClient(promoted.port);
    await vi.waitFor(
      async () => expect(await admin.info("replication")).toContain("master_link_status:up"),
      10_000,
    );
    return { former, promoted, admin };
  }

  /** Plays events before and after a failover. */
  async function assertContinues(
    { queue, worker, handled, deliver }: ReturnType<typeof openAll>,
    failOver: () => Promise<unknown>,
  ): Promise<void> {
    worker.start();
    expect(await deliver()).toBe(200);
    await handled.reach(1);
    await failOver();
    const event = exampleTransaction();
    await vi.waitFor(async () => expect(await deliver(event)).toBe(200), 20_000);
    await vi.waitFor(() => expect(handled.items).toContain(event.transaction_id), 20_000);
    await Promise.all([queue.ping(), worker.ping()]);
    await Promise.all([queue.close(), worker.close()]);
  }

  it.each([
    ["connection options", (port: number) => ({ port })],
    [
      "a client with the README's reconnectOnError",
      (port: number) =>
        openClient(port, {
          reconnectOnError: ({ message }: Error) => message.includes("READONLY"),
        }),
    ],
  ])(
    "continue at an address that moves, with %s",
    { timeout: 60_000 },
    async (_name, toConnection) => {
      muteErrors();
      const { former, promoted, admin } = await startPair();
      const address = await openAddress(former.port);
      await assertContinues(openAll({ connection: toConnection(address.port) }), async () => {
        await admin.replicaof("NO", "ONE");
        await openClient(former.port).replicaof("127.0.0.1", promoted.port);
        address.pointTo(promoted.port);
      });
    },
  );

  it("continue on the primary that Sentinel promoted", { timeout: 60_000 }, async () => {
    muteErrors();
    const { former } = await startPair();
    const { port } = await startSentinel(former.port);
    const watcher = openClient(port);
    await vi.waitFor(
      async () => expect(await watcher.call("SENTINEL", "REPLICAS", watchedName)).toHaveLength(1),
      20_000,
    );
    const connection = { sentinels: [{ host: "127.0.0.1", port }], name: watchedName };
    await assertContinues(openAll({ connection }), () => former.kill());
  });
});

// Guards against a process that never ends: BullMQ waits until Redis is back.
describeWithOwnRedis("close while Redis is gone", () => {
  it("resolves with every kind of client", { timeout: 30_000 }, async () => {
    muteErrors();
    const play = async (isOwn: boolean, how: "kill" | "freeze"): Promise<void> => {
      const server = await startRedis();
      const connection = isOwn ? openClient(server.port) : { port: server.port };
      const { queue, worker, handled, deliver } = openAll({ connection });
      worker.start();
      await deliver();
      await handled.reach(1);
      await server[how]();
      await Promise.all([queue.close(), worker.close()]);
    };
    const plays = [play(true, "kill"), play(true, "freeze"), play(false, "kill")];
    await expect(Promise.all([...plays, play(false, "freeze")])).resolves.toHaveLength(4);
  });

  it("lets a process with its own client end", { timeout: 30_000 }, async () => {
    const server = await startRedis();
    const { queue, deliver } = openAll({ connection: { port: server.port } });
    const program = fileURLToPath(new URL("programs/dist/worker-process.js", import.meta.url));
    const url = `redis://127.0.0.1:${server.port}`;
    const env = { ...process.env, REDIS_URL: url, OWN_CLIENT: "1" };
    const child = fork(program, {
      env,
      execArgv: [],
      stdio: ["ignore", "inherit", "ignore", "ipc"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const messages = createRecorder<unknown>();
    child.on("message", messages.add);
    await deliver();
    await messages.reach(1);
    child.send("go on");
    await messages.reach(2);
    await queue.close();
    await server.kill();
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
    expect(messages.items.slice(2)).toEqual([{ closing: true }, { closed: true }]);
  });

  it("waits for a running handler", { timeout: 30_000 }, async () => {
    muteErrors();
    const server = await startRedis();
    const latch = createLatch();
    const connection = openClient(server.port);
    const { worker, handled, deliver } = openAll({ connection }, () => latch.opened);
    const idle = openAll({ connection, prefix: "idle" });
    worker.start();
    idle.worker.start();
    await deliver();
    await handled.reach(1);
    await idle.worker.ping();
    await server.kill();
    let isClosed = false;
    const closed = worker.close().then(() => {
      isClosed = true;
    });
    // Both began to close at the same time, and this one runs no handler.
    await idle.worker.close();
    expect(isClosed).toBe(false);
    latch.open();
    await closed;
  });
});
