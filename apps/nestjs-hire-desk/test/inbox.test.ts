import type { Inbox } from "@numipay/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { cards } from "../dist/demo/http-client.js";
import { type InboxSettings, readInboxSettings } from "../dist/src/inbox/inbox-settings.js";
import { openInbox } from "../dist/src/inbox/open-inbox.js";
import { describeEachInbox, describeWithQueue } from "./describe-each-engine.js";
import { createEvent, findHire, openWorld, sendWebhook, type World } from "./world.js";

const change = {
  key: "deposit:test-transaction:successful",
  account: "default",
  isHandled: true,
  transactionKey: "deposit:test-transaction",
  status: "successful",
  rank: 1 as const,
  content: "{}",
};

async function openForTest(settings: InboxSettings): Promise<Inbox<unknown>> {
  const { inbox, close } = await openInbox(settings);
  onTestFinished(close);
  return inbox;
}

describeEachInbox(({ newInboxSettings }) => {
  it("remembers applied changes, unless in memory", async () => {
    const settings = await newInboxSettings();
    const inbox = await openForTest(settings);
    const claim = await inbox.claim(change);
    if (claim.state !== "new") throw new Error(`Expected a new change, got ${claim.state}.`);
    expect(await inbox.complete(change, claim.lease)).toBe(true);

    const reopened = await openForTest(settings);
    const second = await reopened.claim(change);
    expect(second.state).toBe(settings.engine === "memory" ? "new" : "duplicate");
    // A claim holds a connection until it is released.
    if (second.state === "new") await reopened.release(change, second.lease);
  });

  it("books a deposit once if recording it fails", async () => {
    const world = await openWorld({ newInboxSettings });
    const { customer, deposits, store, ledger, webhooks, inbox } = world;
    deposits.setWebhookUrl(undefined);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    vi.spyOn(inbox, "complete").mockImplementationOnce(async (failed, lease) => {
      await inbox.release(failed, lease);
      throw new Error("connection lost");
    });
    const event = createEvent(findHire(world, body.id));
    const send = () => sendWebhook(webhooks.deposits, event, deposits.signaturePassword);
    expect(await send()).toBe(503);
    expect(await send()).toBe(200);
    expect(ledger.entries()).toHaveLength(1);
    expect(store.flags).toEqual([]);
  });
});

/** Sends an event for an unknown hire. The desk flags it if it has not applied it before. */
async function sendUnknownHire({ deposits, webhooks, flush }: World): Promise<number> {
  const event = createEvent({ id: "unknown-hire", customer: "unknown-customer" });
  const status = await sendWebhook(webhooks.deposits, event, deposits.signaturePassword);
  await flush();
  return status;
}

describeEachInbox(({ newInboxSettings }) => {
  describeWithQueue("switching on a queue", ({ redisUrl }) => {
    it("keeps the inbox's records", async () => {
      const settings = await newInboxSettings();
      const reuseSettings = async () => settings;
      const withoutQueue = await openWorld({ newInboxSettings: reuseSettings });
      expect(await sendUnknownHire(withoutQueue)).toBe(200);
      expect(withoutQueue.store.flags).toHaveLength(1);

      const withQueue = await openWorld({ newInboxSettings: reuseSettings, redisUrl });
      expect(await sendUnknownHire(withQueue)).toBe(200);
      expect(withQueue.store.flags).toHaveLength(settings.engine === "memory" ? 1 : 0);
    });
  });
});

const unreachable: InboxSettings[] = [
  { engine: "postgres", url: "postgres://u:hush-hush@127.0.0.1:1/none" },
  { engine: "redis", url: "redis://:hush-hush@127.0.0.1:1" },
];

describe("an unreachable server", () => {
  it.each(unreachable)("is reported without its password: $engine", async (settings) => {
    const consoleError = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => consoleError.mockRestore());
    const error: unknown = await openInbox(settings).catch((reason: unknown) => reason);
    const { message } = error as Error;
    expect(message).toMatch(/^Failed to connect to \w+ at \w+_URL: .+\.$/);
    expect(`${message} ${consoleError.mock.calls.join(" ")}`).not.toContain("hush-hush");
  });
});

const accepted: [NodeJS.ProcessEnv, InboxSettings][] = [
  [{}, { engine: "memory" }],
  [
    { INBOX: "postgres", DATABASE_URL: "postgres://db/trade" },
    { engine: "postgres", url: "postgres://db/trade" },
  ],
  [
    { INBOX: "redis", REDIS_URL: "redis://cache" },
    { engine: "redis", url: "redis://cache" },
  ],
];

const rejected: [NodeJS.ProcessEnv, RegExp][] = [
  [{ INBOX: "mongo" }, /INBOX must be/],
  [{ INBOX: "postgres" }, /DATABASE_URL is missing/],
  [{ INBOX: "redis", DATABASE_URL: "postgres://db/trade" }, /REDIS_URL is missing/],
];

describe("readInboxSettings", () => {
  it.each(accepted)("accepts %j", (env, settings) => {
    const problems: string[] = [];
    expect(readInboxSettings(env, problems)).toEqual(settings);
    expect(problems).toEqual([]);
  });

  it.each(rejected)("rejects %j", (env, message) => {
    const problems: string[] = [];
    readInboxSettings(env, problems);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });
});
