// Runs tests on each inbox, opened as main.ts opens it.
import type { Inbox } from "@numipay/core";
import {
  type CreateInboxSettings,
  describeEachInbox as describeEachEngine,
} from "sample-tests/inbox";
import { onTestFinished } from "vitest";
import { type InboxSettings, openInbox, type Tx } from "../src/open-inbox.js";

export type CreateInbox = () => Promise<Inbox<Tx>>;

export function describeEachInbox(
  tests: (createInbox: CreateInbox, createSettings: CreateInboxSettings) => void,
): void {
  describeEachEngine((createSettings) => {
    tests(async () => openUntilTestEnds(await createSettings()), createSettings);
  });
}

export async function openUntilTestEnds(settings: InboxSettings): Promise<Inbox<Tx>> {
  const { inbox, close } = await openInbox(settings);
  onTestFinished(close);
  return inbox;
}
