import { describeInboxSettings, recordAndReopen } from "sample-tests/inbox-settings";
import { expect, it } from "vitest";
import { openInbox } from "../src/open-inbox.js";
import { readInboxSettings } from "../src/read-inbox-settings.js";
import { describeEachInbox, openUntilTestEnds } from "./describe-each-inbox.js";

describeEachInbox((_createInbox, createSettings) => {
  it("keeps its records, except in memory", async () => {
    const settings = await createSettings();
    const state = await recordAndReopen(() => openUntilTestEnds(settings));
    expect(state).toBe(settings.engine === "memory" ? "new" : "duplicate");
  });
});

describeInboxSettings({ read: readInboxSettings, open: openInbox });
