// Runs tests on every inbox, opened the way main.ts opens it.
import type { Inbox } from "@numipay/core";
import {
  type CreateInboxSettings,
  describeEachInbox as describeEachEngine,
} from "sample-tests/inbox";
import { onTestFinished } from "vitest";
import { type InboxSettings, openInbox } from "../src/node/open-inbox.js";

export interface InboxFixture {
  newSettings: CreateInboxSettings;
  /** Opens an empty inbox until the test ends. */
  newInbox: () => Promise<Inbox<unknown>>;
}

/** Defines the same tests for each inbox. */
export function describeEachInbox(defineTests: (fixture: InboxFixture) => void): void {
  describeEachEngine((newSettings) => {
    defineTests({ newSettings, newInbox: async () => openForTest(await newSettings()) });
  });
}

/** Opens an inbox and closes it when the test ends. */
export async function openForTest(settings: InboxSettings): Promise<Inbox<unknown>> {
  const { inbox, close } = await openInbox(settings);
  onTestFinished(close);
  return inbox;
}
