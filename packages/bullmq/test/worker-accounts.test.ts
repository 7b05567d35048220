import { isInvalidOptionError, memoryInbox, numipayWebhook, reconcile } from "@numipay/core";
import { createWebhookWorker } from "@numipay/bullmq";
import { exampleTransaction } from "@numipay/testing";
import { expect, test, vi } from "vitest";
import { createTape, describeWithRedis, openFixture, openWorker } from "./stage.js";

describeWithRedis("a worker and the accounts of its queue", () => {
  test("applies each event under its own account", async () => {
    const stage = await openFixture();
    const inbox = memoryInbox();
    for (const account of ["eu", "us"]) await inbox.addAccount(account);
    const { worker } = openWorker(stage, { inbox });
    const keys = createTape<string>();
    worker
      .on("*", (_event, { account, idempotencyKey }) => keys.add(`${account} ${idempotencyKey}`))
      .start();
    const event = exampleTransaction();
    await stage.deliver(event, "eu");
    await stage.deliver({ ...event, amount: "1.00" }, "us");
    const { transaction_id: id } = event;
    expect((await keys.reach(2)).toSorted()).toEqual([
      `eu eu:deposit:${id}:successful`,
      `us us:deposit:${id}:successful`,
    ]);
  });

  test("of one account keeps the events of another", async () => {
    const stage = await openFixture();
    const inbox = memoryInbox();
    const { worker, letters } = openWorker(stage, { inbox, account: "us" });
    const calls = createTape<string>();
    await stage.deliver(exampleTransaction(), "eu");
    worker.on("*", (_event, { account }) => calls.add(account)).start();
    const [letter] = await letters.reach(1);
    expect(letter).toMatchObject({ account: "eu", attempts: 3 });
    expect(letter?.reason).toBe(
      'inbox-unavailable: account: the event belongs to the account "eu", and this webhook\'s handlers to "us". Give each account a queue of its own, or set account to a function.',
    );
    expect(await stage.queue.listDeadLetters()).toEqual([letter]);
    expect(calls.items).toEqual([]);
    await worker.close();

    // Replayed to one that serves it, it still is the account's own.
    const other = openWorker(stage);
    other.worker.on("*", (_event, { account }) => calls.add(account)).start();
    await stage.queue.replayDeadLetters();
    expect(await calls.reach(1)).toEqual(["eu"]);
  });

  test("with a webhook of its own applies what that webhook serves", async () => {
    const stage = await openFixture();
    const webhook = numipayWebhook({
      signaturePassword: "a-signature-password-of-30-chars",
      account: "us",
      inbox: memoryInbox(),
      onOutcome: () => undefined,
    });
    const { worker, letters } = openWorker(stage, {
      webhook,
      inbox: undefined,
      onOutcome: undefined,
    } as never);
    const calls = createTape<string>();
    worker.on("*", (_event, { account }) => calls.add(account)).start();
    await stage.deliver(exampleTransaction(), "us");
    await stage.deliver(exampleTransaction(), "eu");
    expect((await letters.reach(1))[0]).toMatchObject({ account: "eu" });
    expect(calls.items).toEqual(["us"]);
    expect(worker.account).toBe("us");
  });

  test("gives a job without an account its own", async () => {
    const stage = await openFixture();
    const { worker, letters } = openWorker(stage, { account: "us" });
    const calls = createTape<string>();
    worker.on("*", (_event, { account }) => calls.add(account)).start();
    await stage.bull.add("by hand", { event: exampleTransaction() });
    expect(await calls.reach(1)).toEqual(["us"]);
    await stage.bull.add("by hand", { event: exampleTransaction(), account: 7 }, { attempts: 5 });
    expect((await letters.reach(1))[0]).toMatchObject({
      account: undefined,
      attempts: 1,
      reason: "The job's account is not a text: something else wrote it.",
    });
  });

  test("applies what was queued before its account was renamed", async () => {
    const stage = await openFixture();
    const inbox = memoryInbox();
    const applied = createTape<string>();
    const first = openWorker(stage, { inbox });
    first.worker.on("*", (_event, { account }) => applied.add(account)).start();
    await stage.deliver(exampleTransaction());
    await applied.reach(1);
    await first.worker.close();
    await stage.deliver(exampleTransaction());
    await inbox.renameAccount("default", "eu");
    const second = openWorker(stage, { inbox, account: "eu" });
    second.worker.on("*", (_event, { account }) => applied.add(account)).start();
    expect(await applied.reach(2)).toEqual(["default", "eu"]);
  });

  test("names the account that cannot be told from the unnamed one", async () => {
    const stage = await openFixture({ attempts: 1 });
    const told = vi.spyOn(console, "error").mockReturnValue();
    const { worker, reports } = openWorker(stage, { onDeadLetter: undefined });
    worker.start();
    await stage.deliver(exampleTransaction());
    await reports.reach(1);
    await stage.deliver(exampleTransaction(), "eu");
    await vi.waitFor(() => expect(told).toHaveBeenCalled());
    expect(told.mock.calls[0]?.[0]).toMatch(
      /of account "eu" after 1 attempts \(inbox-unavailable: account: this inbox has records of the account "default".*renameAccount\("default", "eu"\)/,
    );
    told.mockRestore();
  });
});

test("a worker of every account is reconciled for a named one", async () => {
  const worker = createWebhookWorker({
    connection: { url: "redis://127.0.0.1:1", lazyConnect: true },
    inbox: { ...memoryInbox(), durable: true },
  });
  const numipay = { transactions: { list: () => undefined } };
  let thrown: unknown;
  try {
    reconcile({ numipay, webhook: worker } as never);
  } catch (error) {
    thrown = error;
  }
  expect(isInvalidOptionError(thrown) && thrown.option).toBe("account");
  await worker.close();
});
