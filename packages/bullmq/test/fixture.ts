import { randomUUID } from "node:crypto";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";
import {
  type ContractOverride,
  memoryInbox,
  numipayWebhook,
  type OutcomeReport,
  type Transaction,
} from "@numipay/core";
import {
  createWebhookQueue,
  createWebhookWorker,
  type DeadLetter,
  type WebhookQueue,
  type WebhookQueueOptions,
} from "@numipay/bullmq";
import { signDelivery } from "@numipay/testing";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { describe, onTestFinished } from "vitest";

export const redis = new URL(process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379");
const signaturePassword = "a-signature-password-of-30-chars";

/** Why a server's tests are skipped; undefined when it answers. With CI=true the file fails. */
export async function whyMissing(
  name: string,
  look: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await look();
    return undefined;
  } catch (error) {
    const reason = `${name} does not answer`;
    // At once, and not test by test: each of them would wait for a server until its time is up.
    if (process.env["CI"] === "true")
      throw new Error(`${reason}; with CI=true it must`, { cause: error });
    return reason;
  }
}

/** `describe`, or one that skips and says why in the name. */
export function describeWithServer(missing: string | undefined) {
  return (name: string, tests: () => void): void => {
    const told = missing === undefined ? name : `${name} (skipped: ${missing})`;
    describe.skipIf(missing !== undefined)(told, () => {
      tests();
    });
  };
}

async function pingRedis(): Promise<void> {
  const client = new Redis(redis.href, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } finally {
    client.disconnect();
  }
}

export const noRedis = await whyMissing(`Redis at ${redis.host}`, pingRedis);
export const describeWithRedis = describeWithServer(noRedis);

export type Stage = Awaited<ReturnType<typeof openFixture>>;

/** A queue under a prefix of its own, which is gone after the test, on a line to Redis that can be cut. */
export async function openFixture(options: Partial<WebhookQueueOptions> = {}) {
  const prefix = `numipay-test-${randomUUID()}`;
  const line = await openLine();
  const place = { connection: { url: redis.href }, prefix };
  const bull = new Queue("numipay-webhooks", place);
  onTestFinished(async () => {
    await bull.obliterate({ force: true });
    await (await bull.getBackend().client).del(bull.toKey("numipay-unreadable"));
    await bull.close();
  });

  const openQueue = (link: WebhookQueueOptions["connection"]): WebhookQueue => {
    const made = createWebhookQueue({
      prefix,
      backoffMs: 1,
      attempts: 3,
      onRisk: () => undefined,
      ...options,
      connection: link,
    } as WebhookQueueOptions);
    onTestFinished(() => made.close());
    return made;
  };
  const queue = openQueue({ url: line.url });
  const answers: OutcomeReport[] = [];
  const openFront = (account?: string, contract?: ContractOverride) =>
    numipayWebhook({
      signaturePassword,
      queue,
      account,
      contract,
      onOutcome: (report) => void answers.push(report),
    });

  return {
    place,
    queue,
    bull,
    line,
    openQueue,
    openFront,
    /** What the webhook told its observer. */
    answers,
    /** Sends a delivery as the gateway would, to the webhook of an account; answers the status. */
    deliver: async (event: Transaction, account?: string): Promise<number> => {
      const request = new Request("http://shop.test/", signDelivery(event, { signaturePassword }));
      return (await openFront(account).fetch(request)).status;
    },
  };
}

/** A worker that notes what it is told; not started yet. */
export function openWorker(
  { place }: Stage,
  options: Partial<Parameters<typeof createWebhookWorker>[0]> = {},
) {
  const reports = createTape<OutcomeReport>();
  const letters = createTape<DeadLetter>();
  const worker = createWebhookWorker({
    ...place,
    inbox: memoryInbox(),
    onOutcome: reports.add,
    onDeadLetter: letters.add,
    ...options,
  } as Parameters<typeof createWebhookWorker>[0]);
  onTestFinished(() => worker.close());
  return { worker, reports, letters };
}

/** A list that can be waited for. */
export function createTape<Item>() {
  const items: Item[] = [];
  const waiting = new Set<() => void>();
  return {
    items,
    add: (item: Item): void => {
      items.push(item);
      for (const look of waiting) look();
    },
    /** The items, as soon as there are so many. The test's own timeout ends the waiting. */
    async reach(count: number): Promise<Item[]> {
      while (items.length < count) {
        await new Promise<void>((resolve) => {
          const look = (): void => {
            waiting.delete(look);
            resolve();
          };
          waiting.add(look);
        });
      }
      return items;
    },
  };
}

/** A way to Redis through a port of its own, which can be cut and mended. */
async function openLine() {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(redis.port || "6379"), redis.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const port = await listen(0);
  onTestFinished(cut);
  return {
    url: `redis://127.0.0.1:${port}`,
    cut,
    mend: () => listen(port),
    isOpen: () => server.listening,
  };
}
