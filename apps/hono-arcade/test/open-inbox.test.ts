// @ts-check
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openInbox } from "../src/node/open-inbox.js";
import { readInboxSettings } from "../src/node/read-inbox-settings.js";
import { describeEachInbox, openUntilEnd } from "./describe-each-inbox.js";

const change = {
  key: "deposit:made-in-a-test:successful",
  account: "default",
  isHandled: true,
  transactionKey: "deposit:made-in-a-test",
  status: "successful",
  rank: 1 as const,
  content: "{}",
};

describeEachInbox((_newInbox, newPlace) => {
  test("what was applied is known to who opens it again, except in memory", async () => {
    const place = await newPlace();
    const first = await openUntilEnd(place);
    const claim = await first.claim(change);
    if (claim.state !== "new") throw new Error(`The change is ${claim.state}`);
    expect(await first.complete(change, claim.lease)).toBe(true);

    const { state } = await (await openUntilEnd(place)).claim(change);
    expect(state).toBe(place.engine === "memory" ? "new" : "duplicate");
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
