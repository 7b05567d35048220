import { describeIfAvailable, findInboxEngine } from "sample-tests/inbox";
import { expect, it, onTestFinished, vi } from "vitest";
import { createEvent, paidDonation, sendWebhook } from "../demo/people.js";
import { startWorld } from "../demo/start-world.js";
import { balance } from "../src/ledger/ledger.js";
import { openDatabase } from "../src/ledger/open-database.js";

const postgres = findInboxEngine("postgres");

describeIfAvailable("on PostgreSQL", postgres.unavailable, () => {
  it("books a donation and its record together, once", async () => {
    const { url = "", schema } = await postgres.createSettings();
    const inSchema = new URL(url);
    inSchema.searchParams.set("options", `-c search_path=${schema}`);
    const database = await openDatabase({ url: inSchema.href });
    onTestFinished(() => database.close());
    const world = await startWorld({ database });
    onTestFinished(() => world.close());

    const fail = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error("newsletter failed"));
    world.webhook.on("deposit.successful", fail);
    const id = await paidDonation(world);
    expect(await balance(database.queries, "donations", "EUR")).toBe(0);
    const send = () =>
      sendWebhook(world.webhookUrl, createEvent(world, id), world.sandbox.signaturePassword);
    expect([await send(), await send()]).toEqual([200, 200]);
    expect(await balance(database.queries, "donations", "EUR")).toBe(2500);
  });
});
