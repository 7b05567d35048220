// @ts-check
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openStore } from "../src/open-store.js";
import { readInboxSettings } from "../src/read-inbox-settings.js";
import { describeEachStore, openUntilEnd } from "./describe-each-store.js";

const change = {
  key: "deposit:made-in-a-test:successful",
  account: "default",
  isHandled: true,
  transactionKey: "deposit:made-in-a-test",
  status: "successful",
  rank: 1 as const,
  content: "{}",
};

describeEachStore((_newStore, newPlace) => {
  test("what was applied is known to who opens it again, except in memory", async () => {
    const place = await newPlace();
    const { inbox: first } = await openUntilEnd(place);
    const claim = await first.claim(change);
    if (claim.state !== "new") throw new Error(`The change is ${claim.state}`);
    expect(await first.complete(change, claim.lease)).toBe(true);

    const { inbox: second } = await openUntilEnd(place);
    const { state } = await second.claim(change);
    expect(state).toBe(place.engine === "memory" ? "new" : "duplicate");
  });

  test("a database that is not there is told by its name", async () => {
    const { url, ...place } = await newPlace();
    // A Redis has its databases from the start, and memory has none.
    if (place.engine !== "postgres" || url === undefined) return;
    const elsewhere = new URL(url);
    elsewhere.pathname = "/shop_that_nobody_made";
    const opened = openStore({ ...place, url: elsewhere.href });
    await expect(opened).rejects.toThrow(/DATABASE_URL says .*"shop_that_nobody_made"/);
  });
});

describe("a store whose server does not answer", () => {
  test.each([
    { engine: "postgres" as const, url: "postgres://u:hush-hush@127.0.0.1:1/none" },
    { engine: "redis" as const, url: "redis://:hush-hush@127.0.0.1:1" },
  ])("is not opened, and its password is not told: $engine", async (settings) => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => printed.mockRestore());
    const error = await openStore(settings).catch((reason) => reason);
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
