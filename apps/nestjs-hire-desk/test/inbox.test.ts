import type { Inbox } from "@numipay/core";
import { describeInboxSettings, recordAndReopen } from "sample-tests/inbox-settings";
import { expect, it, onTestFinished, vi } from "vitest";
import { cards } from "../dist/demo/http-client.js";
import { type InboxSettings, readInboxSettings } from "../dist/src/inbox/inbox-settings.js";
import { openInbox } from "../dist/src/inbox/open-inbox.js";
import { describeEachInbox, describeWithQueue } from "./describe-each-engine.js";
import { createEvent, findHire, openWorld, sendWebhook, type World } from "./world.js";

async function openForTest(settings: InboxSettings): Promise<Inbox<unknown>> {
  const { inbox, close } = await openInbox(settings);
  onTestFinished(close);
  return inbox;
}

describeEachInbox(({ newInboxSettings }) => {
  it("remembers applied changes, unless in memory", async () => {
    const settings = await newInboxSettings();
    const state = await recordAndReopen(() => openForTest(settings));
    expect(state).toBe(settings.engine === "memory" ? "new" : "duplicate");
  });

  it("books a deposit once if recording it fails", async () => {
    const world = await openWorld({ newInboxSettings });
    const { customer, deposits, store, ledger, webhooks, inbox } = world;
    deposits.setWebhookUrl(undefined);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    vi.spyOn(inbox, "complete").mockImplementationOnce(async (failed, lease) => {
      await inbox.release(failed, lease);
      throw new Error("connection lost");
    });
    const event = createEvent(findHire(world, body.id));
    const send = () => sendWebhook(webhooks.deposits, event, deposits.signaturePassword);
    expect(await send()).toBe(503);
    expect(await send()).toBe(200);
    expect(ledger.entries()).toHaveLength(1);
    expect(store.flags).toEqual([]);
  });
});

/** Sends an event for an unknown hire. The desk flags it if it has not applied it before. */
async function sendUnknownHire({ deposits, webhooks, flush }: World): Promise<number> {
  const event = createEvent({ id: "unknown-hire", customer: "unknown-customer" });
  const status = await sendWebhook(webhooks.deposits, event, deposits.signaturePassword);
  await flush();
  return status;
}

describeEachInbox(({ newInboxSettings }) => {
  describeWithQueue("switching on a queue", ({ redisUrl }) => {
    it("keeps the inbox's records", async () => {
      const settings = await newInboxSettings();
      const reuseSettings = async () => settings;
      const withoutQueue = await openWorld({ newInboxSettings: reuseSettings });
      expect(await sendUnknownHire(withoutQueue)).toBe(200);
      expect(withoutQueue.store.flags).toHaveLength(1);

      const withQueue = await openWorld({ newInboxSettings: reuseSettings, redisUrl });
      expect(await sendUnknownHire(withQueue)).toBe(200);
      expect(withQueue.store.flags).toHaveLength(settings.engine === "memory" ? 1 : 0);
    });
  });
});

describeInboxSettings({ read: readInboxSettings, open: openInbox });
