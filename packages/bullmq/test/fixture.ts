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

/** Why a server's tests are skipped. Undefined if it is reachable. Throws if CI=true. */
export async function whyMissing(
  name: string,
  ping: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await ping();
    return undefined;
  } catch (error) {
    const reason = `${name} is unreachable`;
    // Fails the whole file at once; otherwise each test would wait for its timeout.
    if (process.env["CI"] === "true")
      throw new Error(`${reason}. Start it: CI=true requires it.`, { cause: error });
    return reason;
  }
}

/** `describe`, skipped with the reason in its name if the server is missing. */
export function describeWithServer(missing: string | undefined) {
  return (name: string, tests: () => void): void => {
    const title = missing === undefined ? name : `${name} (skipped: ${missing})`;
    describe.skipIf(missing !== undefined)(title, () => {
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

export type Fixture = Awaited<ReturnType<typeof openFixture>>;

/** Opens a queue under a unique prefix, removed after the test, on a connection to Redis that can be cut. */
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
    const opened = createWebhookQueue({
      prefix,
      backoffMs: 1,
      attempts: 3,
      onRisk: () => undefined,
      ...options,
      connection: link,
    } as WebhookQueueOptions);
    onTestFinished(() => opened.close());
    return opened;
  };
  const queue = openQueue({ url: line.url });
  const responses: OutcomeReport[] = [];
  const openWebhook = (account?: string, contract?: ContractOverride) =>
    numipayWebhook({
      signaturePassword,
      queue,
      account,
      contract,
      onOutcome: (report) => void responses.push(report),
    });

  return {
    place,
    queue,
    bull,
    line,
    openQueue,
    openWebhook,
    /** The outcomes that the webhook reported. */
    responses,
    /** Sends a signed delivery to an account's webhook and returns the status. */
    deliver: async (event: Transaction, account?: string): Promise<number> => {
      const request = new Request("http://shop.test/", signDelivery(event, { signaturePassword }));
      return (await openWebhook(account).fetch(request)).status;
    },
  };
}

/** Creates a worker that records outcomes and dead letters. It is not started. */
export function openWorker(
  { place }: Fixture,
  options: Partial<Parameters<typeof createWebhookWorker>[0]> = {},
) {
  const reports = createRecorder<OutcomeReport>();
  const deadLetters = createRecorder<DeadLetter>();
  const worker = createWebhookWorker({
    ...place,
    inbox: memoryInbox(),
    onOutcome: reports.add,
    onDeadLetter: deadLetters.add,
    ...options,
  } as Parameters<typeof createWebhookWorker>[0]);
  onTestFinished(() => worker.close());
  return { worker, reports, deadLetters };
}

/** A one-time signal that can be awaited. */
export function createLatch() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** A list that can be awaited. */
export function createRecorder<Item>() {
  const items: Item[] = [];
  const waiting = new Set<() => void>();
  return {
    items,
    add: (item: Item): void => {
      items.push(item);
      for (const check of waiting) check();
    },
    /** Resolves once there are `count` items. The test's timeout applies. */
    async reach(count: number): Promise<Item[]> {
      while (items.length < count) {
        await new Promise<void>((resolve) => {
          const check = (): void => {
            waiting.delete(check);
            resolve();
          };
          waiting.add(check);
        });
      }
      return items;
    },
  };
}

/** A TCP proxy to Redis that can be cut and restored. */
async function openLine() {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({
      host: redis.hostname,
      port: Number(redis.port || "6379"),
      noDelay: true,
    });
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
    restore: () => listen(port),
    isOpen: () => server.listening,
  };
}
