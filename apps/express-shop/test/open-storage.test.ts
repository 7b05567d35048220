import { describeInboxSettings, recordAndReopen } from "sample-tests/inbox-settings";
import { expect, it } from "vitest";
import { openStorage } from "../src/open-storage.js";
import { readStorageSettings } from "../src/read-storage-settings.js";
import { describeEachStorage, openUntilTestEnds } from "./describe-each-storage.js";

describeEachStorage((_createStorage, createSettings) => {
  it("keeps the inbox's records, except in memory", async () => {
    const settings = await createSettings();
    const state = await recordAndReopen(async () => (await openUntilTestEnds(settings)).inbox);
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

describeInboxSettings({ read: readStorageSettings, open: openStorage });
