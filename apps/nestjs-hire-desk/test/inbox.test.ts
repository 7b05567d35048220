// @ts-check
import type { InboxSettings } from "../dist/inbox/inbox-settings.js";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { cards } from "../demo/person.js";
import { readInboxSettings } from "../dist/inbox/inbox-settings.js";
import { openInbox } from "../dist/inbox/open-inbox.js";
import { describeEachInbox, describeWithRedis } from "./describe-each-engine.js";
import { eventOf, openWorld, sendWebhook } from "./world.js";

const change = {
  key: "deposit:made-in-a-test:successful",
  account: "default",
  isHandled: true,
  transactionKey: "deposit:made-in-a-test",
  status: "successful",
  rank: 1 as const,
  content: "{}",
};

async function openUntilEnd(place: InboxSettings) {
  const opened = await openInbox(place);
  onTestFinished(() => opened.close());
  return opened.inbox;
}

describeEachInbox(({ newPlace }) => {
  test("remembers what was applied when it is opened again", async () => {
    const place = await newPlace();
    const inbox = await openUntilEnd(place);
    const claim = await inbox.claim(change);
    if (claim.state !== "new") throw new Error(`The change is ${claim.state}`);
    expect(await inbox.complete(change, claim.lease)).toBe(true);

    const again = await openUntilEnd(place);
    const known = place.engine === "memory" ? "new" : "duplicate";
    const second = await again.claim(change);
    expect(second.state).toBe(known);
    // A claim holds a connection until it ends.
    if (second.state === "new") await again.release(change, second.lease);
  });

  test("a deposit whose record fails after it was booked is booked once, and not flagged", async () => {
    const world = await openWorld({ newPlace });
    const { customer, deposits, books, ledger, webhooks, inbox } = world;
    deposits.setWebhookUrl(undefined);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    vi.spyOn(inbox, "complete").mockImplementationOnce(async (told, lease) => {
      await inbox.release(told, lease);
      throw new Error("the connection is gone");
    });
    const event = eventOf(books.hires.get(body.id));
    const send = () => sendWebhook(webhooks.deposits, event, deposits.signaturePassword);
    expect(await send()).toBe(503);
    expect(await send()).toBe(200);
    expect(ledger.entries()).toHaveLength(1);
    expect(books.flags).toEqual([]);
  });
});

describeEachInbox(({ newPlace }) => {
  describeWithRedis("the inbox behind the queue", ({ redisUrl }) => {
    test("is the one that the desk has without a queue", async () => {
      const place = await newPlace();
      const sent = async (world) => {
        const { deposits, webhooks, settle } = world;
        const event = eventOf({ id: "hire-of-nobody", customer: "nobody" });
        const status = await sendWebhook(webhooks.deposits, event, deposits.signaturePassword);
        await settle();
        return status;
      };
      const atOnce = await openWorld({ newPlace: async () => place });
      expect(await sent(atOnce)).toBe(200);
      expect(atOnce.books.flags).toHaveLength(1);

      const queued = await openWorld({ newPlace: async () => place, redisUrl });
      expect(await sent(queued)).toBe(200);
      // What is applied is flagged, for nobody asked for it; what is known is not applied.
      expect(queued.books.flags).toHaveLength(place.engine === "memory" ? 1 : 0);
    });
  });
});

describe("an inbox whose server does not answer", () => {
  test.each([
    { engine: "postgres" as const, url: "postgres://u:hush-hush@127.0.0.1:1/none" },
    { engine: "redis" as const, url: "redis://:hush-hush@127.0.0.1:1" },
  ])("is not opened, and its password is not told: $engine", async (settings) => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => printed.mockRestore());
    const error = await openInbox(settings).catch((reason) => reason);
    expect(error.message).toMatch(/^The inbox cannot be opened: .* at \w+_URL says .+\.$/);
    expect(`${error.message} ${printed.mock.calls.join(" ")}`).not.toContain("hush-hush");
  });
});

describe("the inbox of the environment", () => {
  test.each([
    [{}, { engine: "memory" }],
    [
      { INBOX: "postgres", DATABASE_URL: "postgres://db/trade" },
      { engine: "postgres", url: "postgres://db/trade" },
    ],
    [
      { INBOX: "redis", REDIS_URL: "redis://cache" },
      { engine: "redis", url: "redis://cache" },
    ],
  ])("%j is taken", (env, settings) => {
    const problems = [];
    expect(readInboxSettings(env, problems)).toEqual(settings);
    expect(problems).toEqual([]);
  });

  test.each([
    [{ INBOX: "mongo" }, /INBOX is no inbox/],
    [{ INBOX: "postgres" }, /DATABASE_URL is not set/],
    [{ INBOX: "redis", DATABASE_URL: "postgres://db/trade" }, /REDIS_URL is not set/],
  ])("%j is refused, with what to do", (env, message) => {
    const problems = [];
    readInboxSettings(env, problems);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });
});
