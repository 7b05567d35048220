import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openStorage } from "../src/open-storage.js";
import { readStorageSettings } from "../src/read-storage-settings.js";
import { describeEachStorage, openUntilTestEnds } from "./describe-each-storage.js";

const change = {
  key: "deposit:created-by-a-test:successful",
  account: "default",
  isHandled: true,
  transactionKey: "deposit:created-by-a-test",
  status: "successful",
  rank: 1 as const,
  content: "{}",
};

describeEachStorage((_createStorage, createSettings) => {
  it("keeps the inbox's records, except in memory", async () => {
    const settings = await createSettings();
    const { inbox: first } = await openUntilTestEnds(settings);
    const claim = await first.claim(change);
    if (claim.state !== "new") throw new Error(`The change is ${claim.state}.`);
    expect(await first.complete(change, claim.lease)).toBe(true);

    const { inbox: second } = await openUntilTestEnds(settings);
    const { state } = await second.claim(change);
    expect(state).toBe(settings.engine === "memory" ? "new" : "duplicate");
  });

  it("names a database that does not exist", async () => {
    const { url, ...settings } = await createSettings();
    // Redis and memory have no named databases.
    if (settings.engine !== "postgres" || url === undefined) return;
    const missing = new URL(url);
    missing.pathname = "/missing_shop";
    const opened = openStorage({ ...settings, url: missing.href });
    await expect(opened).rejects.toThrow(/DATABASE_URL: .*"missing_shop"/);
  });
});

describe("without a server", () => {
  it.each([
    { engine: "postgres" as const, url: "postgres://u:hush-hush@127.0.0.1:1/none" },
    { engine: "redis" as const, url: "redis://:hush-hush@127.0.0.1:1" },
  ])("rejects without printing the password: $engine", async (settings) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const error: unknown = await openStorage(settings).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/^Error: Cannot connect to .* at \w+_URL: .+\.$/);
    expect(`${String(error)} ${log.mock.calls.join(" ")}`).not.toContain("hush-hush");
  });
});

describe("the storage settings", () => {
  it.each([
    [{}, { engine: "memory" }],
    [
      { INBOX: "postgres", DATABASE_URL: "postgres://db/shop" },
      { engine: "postgres", url: "postgres://db/shop" },
    ],
    [
      { INBOX: "redis", REDIS_URL: "redis://cache" },
      { engine: "redis", url: "redis://cache" },
    ],
  ])("accept %j", (env, settings) => {
    const problems: string[] = [];
    expect(readStorageSettings(env, problems)).toEqual(settings);
    expect(problems).toEqual([]);
  });

  it.each([
    [{ INBOX: "mongo" }, /INBOX must be/],
    [{ INBOX: "postgres" }, /DATABASE_URL is missing/],
    [{ INBOX: "redis", DATABASE_URL: "postgres://db/shop" }, /REDIS_URL is missing/],
  ])("reject %j", (env, message) => {
    const problems: string[] = [];
    readStorageSettings(env, problems);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });
});
