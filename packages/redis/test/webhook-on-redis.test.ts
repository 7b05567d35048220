import { setTimeout as pause } from "node:timers/promises";
import { isInvalidOptionError, numipayWebhook, type OutcomeReport } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { redisInbox } from "@numipay/redis";
import { describeWithRedis, type TestRedis, startRedis } from "./start-redis.js";
import { listAll } from "./list-all.js";

const signaturePassword = "a-signature-password-of-30-chars";

describeWithRedis("a webhook with redisInbox", () => {
  let server: TestRedis;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
  });
  beforeEach(async () => {
    await client.flushall();
  });
  afterAll(async () => {
    client.disconnect();
    await server.remove();
  });

  const createInbox = (leaseMs?: number) => redisInbox({ client, leaseMs, onWarning: () => {} });

  /** Creates a webhook for an account that records its handler calls and outcomes. */
  function openWebhook(account?: string, inbox = createInbox(), handlerTimeoutMs?: number) {
    const keys: string[] = [];
    const reports: OutcomeReport[] = [];
    const webhook = numipayWebhook({
      signaturePassword,
      inbox,
      account,
      handlerTimeoutMs,
      onOutcome: (report) => void reports.push(report),
    });
    return {
      webhook,
      inbox,
      keys,
      reports,
      countKeys: () =>
        webhook.on("*", (_event, { idempotencyKey }) => void keys.push(idempotencyKey)),
      deliver: async (event: ReturnType<typeof exampleTransaction>): Promise<string> => {
        const request = new Request(
          "http://shop.test/",
          signDelivery(event, { signaturePassword }),
        );
        const body = (await (await webhook.fetch(request)).json()) as { outcome: string };
        return body.outcome;
      },
    };
  }

  describe("runs one handler at a time in a process", () => {
    it.each([
      ["its lease is deleted", (key: string) => client.hdel(key, "lease")],
      ["its record is deleted", (key: string) => client.del(key)],
      ["the server's clock jumps", (key: string) => client.hset(key, "lease", "0 ")],
    ])("when %s", async (_name, lose) => {
      const { webhook, deliver } = openWebhook();
      let running = 0;
      let maxRunning = 0;
      let open: () => void = () => undefined;
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      webhook.on("*", async () => {
        running += 1;
        maxRunning = Math.max(maxRunning, running);
        await opened;
        running -= 1;
      });
      const event = exampleTransaction();
      const first = deliver(event);
      await expect.poll(() => running).toBe(1);
      await lose(`numipay:tx:deposit:${event.transaction_id}`);
      const repeated = await Promise.all([deliver(event), deliver(event)]);
      expect(repeated).toEqual(["in-progress", "in-progress"]);
      open();
      await first;
      expect(["processed", "duplicate"]).toContain(await deliver(event));
      expect(maxRunning).toBe(1);
    });
  });

  describe("after a handler timed out", () => {
    /** Creates a webhook whose handler hangs until `end`, and whose first delivery has timed out. */
    async function openHanging(event: ReturnType<typeof exampleTransaction>) {
      const opened = openWebhook(undefined, createInbox(100), 150);
      let end: () => void = () => undefined;
      let calls = 0;
      opened.webhook.on("*", () => {
        calls += 1;
        return new Promise<void>((resolve) => {
          end = resolve;
        });
      });
      expect(await opened.deliver(event)).toBe("handler-failed");
      return { ...opened, end: () => end(), countCalls: () => calls };
    }

    it("lets another process take over when the lease expires", async () => {
      const event = exampleTransaction();
      const hanging = await openHanging(event);
      const other = openWebhook();
      other.countKeys();
      expect(await other.deliver(event)).toBe("in-progress");
      await expect.poll(() => other.deliver(event)).toBe("processed");
      expect(await hanging.deliver(event)).toBe("duplicate");
      hanging.end();
      await expect.poll(() => hanging.reports.length).toBe(3);
      // The late handler records nothing.
      expect(hanging.reports[2]).toMatchObject({ outcome: "in-progress" });
      expect(hanging.countCalls()).toBe(1);
      expect(other.keys).toHaveLength(1);
    });

    it("waits for it in the same process and records it", async () => {
      const event = exampleTransaction();
      const hanging = await openHanging(event);
      // Longer than the lease.
      await pause(200);
      expect(await hanging.deliver(event)).toBe("in-progress");
      hanging.end();
      await expect.poll(() => hanging.reports.at(-1)?.outcome).toBe("processed");
      expect(await hanging.deliver(event)).toBe("duplicate");
      expect(hanging.countCalls()).toBe(1);
    });
  });

  it("rejects a new account name until the account is renamed", async () => {
    const unnamed = openWebhook();
    unnamed.countKeys();
    const event = exampleTransaction();
    expect(await unnamed.deliver(event)).toBe("processed");

    const named = openWebhook("eu");
    named.countKeys();
    expect(await named.deliver(event)).toBe("inbox-unavailable");
    const { error } = named.reports[0] ?? {};
    expect(isInvalidOptionError(error) && error.option).toBe("account");
    expect(String(error)).toContain('inbox.renameAccount("default", "eu")');

    await createInbox().renameAccount("default", "eu");
    expect(await named.deliver(event)).toBe("duplicate");
    const next = { ...event, status: "rejected" };
    expect(await named.deliver(next)).toBe("processed");
    expect(named.keys).toEqual([`deposit:${event.transaction_id}:rejected`]);
    // A process with the old name that is still running, and a new one.
    expect(await unnamed.deliver(next)).toBe("duplicate");
    expect(await openWebhook().deliver(next)).toBe("inbox-unavailable");
  });

  it("reads conflicts with the account in their keys", async () => {
    await createInbox().addAccount("b:c");
    await createInbox().addAccount("b");
    const event = exampleTransaction();
    for (const account of ["b:c", "b"]) {
      const { deliver } = openWebhook(account);
      expect(await deliver(event)).toBe("unhandled");
      expect(await deliver({ ...event, amount: "1.00" })).toBe("conflict");
    }
    const conflicts = await listAll(createInbox().conflicts());
    const accounts = conflicts.map(({ transactionKey }) => transactionKey.split(":")[0]);
    expect(new Set(accounts)).toEqual(new Set(["b", "b%3Ac"]));
  });

  it("keeps account names and its own keys apart", async () => {
    const names = ["accounts", "conflicts", "marks", "tx", "a:b", "a%3Ab", "é", "\ud800", "\ud801"];
    const { inbox } = openWebhook();
    for (const name of names) await inbox.addAccount(name);
    const event = exampleTransaction();
    const keys: string[] = [];
    for (const name of names) {
      const opened = openWebhook(name);
      opened.countKeys();
      expect(await opened.deliver({ ...event, amount: String(keys.length) })).toBe("processed");
      keys.push(...opened.keys);
    }
    expect(new Set(keys).size).toBe(names.length);
    expect([...(await inbox.accounts.read()).keys()].toSorted()).toEqual(names.toSorted());
    expect(await client.keys("*")).toHaveLength(names.length + 1);
  });
});
