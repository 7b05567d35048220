import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type InboxSettings, openInbox } from "../src/node/open-inbox.js";
import { readInboxSettings } from "../src/node/read-inbox-settings.js";
import { describeEachInbox, openForTest } from "./describe-each-inbox.js";

const change = {
  key: "deposit:test-transaction:successful",
  account: "default",
  isHandled: true,
  transactionKey: "deposit:test-transaction",
  status: "successful",
  rank: 1 as const,
  content: "{}",
};

describeEachInbox(({ newSettings }) => {
  it("remembers applied changes, unless in memory", async () => {
    const settings = await newSettings();
    const first = await openForTest(settings);
    const claim = await first.claim(change);
    if (claim.state !== "new") throw new Error(`Expected a new change, got ${claim.state}.`);
    expect(await first.complete(change, claim.lease)).toBe(true);

    const { state } = await (await openForTest(settings)).claim(change);
    expect(state).toBe(settings.engine === "memory" ? "new" : "duplicate");
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
