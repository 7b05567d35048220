import { describeInboxSettings, recordAndReopen } from "sample-tests/inbox-settings";
import { expect, it } from "vitest";
import { openInbox } from "../src/node/open-inbox.js";
import { readInboxSettings } from "../src/node/read-inbox-settings.js";
import { describeEachInbox, openForTest } from "./describe-each-inbox.js";

describeEachInbox(({ newSettings }) => {
  it("remembers applied changes, unless in memory", async () => {
    const settings = await newSettings();
    const state = await recordAndReopen(() => openForTest(settings));
    expect(state).toBe(settings.engine === "memory" ? "new" : "duplicate");
  });
});

describeInboxSettings({ read: readInboxSettings, open: openInbox });
