import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openInbox } from "../src/open-inbox.js";
import { readInboxSettings } from "../src/read-inbox-settings.js";
import { describeEachInbox, openUntilTestEnds } from "./describe-each-inbox.js";

const change = {
  key: "deposit:created-by-a-test:successful",
  account: "default",
  isHandled: true,
  transactionKey: "deposit:created-by-a-test",
  status: "successful",
  rank: 1 as const,
  content: "{}",
};

describeEachInbox((_createInbox, createSettings) => {
  it("keeps its records, except in memory", async () => {
    const settings = await createSettings();
    const first = await openUntilTestEnds(settings);
    const claim = await first.claim(change);
    if (claim.state !== "new") throw new Error(`The change is ${claim.state}.`);
    expect(await first.complete(change, claim.lease)).toBe(true);

    const second = await openUntilTestEnds(settings);
    const { state } = await second.claim(change);
    expect(state).toBe(settings.engine === "memory" ? "new" : "duplicate");
  });
});

describe("without a server", () => {
  it.each([
    { engine: "postgres" as const, url: "postgres://u:hush-hush@127.0.0.1:1/none" },
    { engine: "redis" as const, url: "redis://:hush-hush@127.0.0.1:1" },
  ])("rejects without printing the password: $engine", async (settings) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const error: unknown = await openInbox(settings).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/^Error: Cannot connect to .* at \w+_URL: .+\.$/);
    expect(`${String(error)} ${log.mock.calls.join(" ")}`).not.toContain("hush-hush");
  });
});

describe("the inbox settings", () => {
  it.each([
    [{}, { engine: "memory" }],
    [
      { INBOX: "postgres", DATABASE_URL: "postgres://db/office" },
      { engine: "postgres", url: "postgres://db/office" },
    ],
    [
      { INBOX: "redis", REDIS_URL: "redis://cache" },
      { engine: "redis", url: "redis://cache" },
    ],
  ])("accept %j", (env, settings) => {
    const problems: string[] = [];
    expect(readInboxSettings(env, problems)).toEqual(settings);
    expect(problems).toEqual([]);
  });

  it.each([
    [{ INBOX: "mongo" }, /INBOX must be/],
    [{ INBOX: "postgres" }, /DATABASE_URL is missing/],
    [{ INBOX: "redis", DATABASE_URL: "postgres://db/office" }, /REDIS_URL is missing/],
  ])("reject %j", (env, message) => {
    const problems: string[] = [];
    readInboxSettings(env, problems);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });
});
