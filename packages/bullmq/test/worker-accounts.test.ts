import { isInvalidOptionError, memoryInbox, numipayWebhook, reconcile } from "@numipay/core";
import { createWebhookWorker } from "@numipay/bullmq";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, it, vi } from "vitest";
import { createRecorder, describeWithRedis, openFixture, openWorker } from "./fixture.js";

// Guards against accounts whose transactions are mixed up: decision 0016.
describeWithRedis("a worker on a queue with several accounts", () => {
  it("applies each event under its own account", async () => {
    const fixture = await openFixture();
    const inbox = memoryInbox();
    for (const account of ["eu", "us"]) await inbox.addAccount(account);
    const { worker } = openWorker(fixture, { inbox });
    const keys = createRecorder<string>();
    worker
      .on("*", (_event, { account, idempotencyKey }) => keys.add(`${account} ${idempotencyKey}`))
      .start();
    const event = exampleTransaction();
    await fixture.deliver(event, "eu");
    await fixture.deliver({ ...event, amount: "1.00" }, "us");
    const { transaction_id: id } = event;
    expect((await keys.reach(2)).toSorted()).toEqual([
      `eu eu:deposit:${id}:successful`,
      `us us:deposit:${id}:successful`,
    ]);
  });

  it("dead-letters events of accounts it does not serve", async () => {
    const fixture = await openFixture();
    const inbox = memoryInbox();
    const { worker, deadLetters } = openWorker(fixture, { inbox, account: "us" });
    const calls = createRecorder<string>();
    await fixture.deliver(exampleTransaction(), "eu");
    worker.on("*", (_event, { account }) => calls.add(account)).start();
    const [letter] = await deadLetters.reach(1);
    expect(letter).toMatchObject({ account: "eu", attempts: 3 });
    expect(letter?.reason).toBe(
      'inbox-unavailable: account "eu" of the event is not this webhook\'s account, "us". Use a separate queue for each account, or set account to a function.',
    );
    expect(await fixture.queue.listDeadLetters()).toEqual([letter]);
    expect(calls.items).toEqual([]);
    await worker.close();

    // A worker that serves all accounts applies it under its own account.
    const other = openWorker(fixture);
    other.worker.on("*", (_event, { account }) => calls.add(account)).start();
    await fixture.queue.replayDeadLetters();
    expect(await calls.reach(1)).toEqual(["eu"]);
  });

  it("serves the account of its webhook", async () => {
    const fixture = await openFixture();
    const webhook = numipayWebhook({
      signaturePassword: "a-signature-password-of-30-chars",
      account: "us",
      inbox: memoryInbox(),
      onOutcome: () => undefined,
    });
    const { worker, deadLetters } = openWorker(fixture, {
      webhook,
      inbox: undefined,
      onOutcome: undefined,
    } as never);
    const calls = createRecorder<string>();
    worker.on("*", (_event, { account }) => calls.add(account)).start();
    await fixture.deliver(exampleTransaction(), "us");
    await fixture.deliver(exampleTransaction(), "eu");
    expect((await deadLetters.reach(1))[0]).toMatchObject({ account: "eu" });
    expect(calls.items).toEqual(["us"]);
    expect(worker.account).toBe("us");
  });

  it("applies a job without an account under its own", async () => {
    const fixture = await openFixture();
    const { worker, deadLetters } = openWorker(fixture, { account: "us" });
    const calls = createRecorder<string>();
    worker.on("*", (_event, { account }) => calls.add(account)).start();
    await fixture.bull.add("manual", { event: exampleTransaction() });
    expect(await calls.reach(1)).toEqual(["us"]);
    await fixture.bull.add("manual", { event: exampleTransaction(), account: 7 }, { attempts: 5 });
    expect((await deadLetters.reach(1))[0]).toMatchObject({
      account: undefined,
      attempts: 1,
      reason: "The job's account is not a string. Check what else adds jobs to this queue.",
    });
  });

  it("applies events queued before the account was renamed", async () => {
    const fixture = await openFixture();
    const inbox = memoryInbox();
    const applied = createRecorder<string>();
    const first = openWorker(fixture, { inbox });
    first.worker.on("*", (_event, { account }) => applied.add(account)).start();
    await fixture.deliver(exampleTransaction());
    await applied.reach(1);
    await first.worker.close();
    await fixture.deliver(exampleTransaction());
    await inbox.renameAccount("default", "eu");
    const second = openWorker(fixture, { inbox, account: "eu" });
    second.worker.on("*", (_event, { account }) => applied.add(account)).start();
    expect(await applied.reach(2)).toEqual(["default", "eu"]);
  });

  it("explains how to name the default account", async () => {
    const fixture = await openFixture({ attempts: 1 });
    const errorLog = vi.spyOn(console, "error").mockReturnValue();
    const { worker, reports } = openWorker(fixture, { onDeadLetter: undefined });
    worker.start();
    await fixture.deliver(exampleTransaction());
    await reports.reach(1);
    await fixture.deliver(exampleTransaction(), "eu");
    await vi.waitFor(() => expect(errorLog).toHaveBeenCalled(), { timeout: 20_000 });
    expect(errorLog.mock.calls[0]?.[0]).toMatch(
      /of account "eu" after 1 attempt \(inbox-unavailable: account "eu" is new to this inbox, which has records of "default".*renameAccount\("default", "eu"\)/,
    );
    errorLog.mockRestore();
  });
});

describe("reconcile with a worker that serves all accounts", () => {
  it("requires the account option", async () => {
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
});
