import { describe, expect, it } from "vitest";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { password } from "../webhooks/fixture.js";
import { deposit, durableInbox, createShop } from "./fixture.js";

// Decision 0016: an account keeps its first namespace.

describe("accounts on one inbox", () => {
  it("have separate watermarks", async () => {
    const inbox = durableInbox();
    const eu = createShop({ "2026-11-15": [deposit("a")] }, { inbox, account: "eu" });
    const us = createShop({ "2026-11-15": [deposit("a")] }, { inbox, account: "us:1" });
    expect(await eu.run()).toMatchObject([{ outcome: "processed" }]);
    expect(await us.run()).toMatchObject([{ outcome: "processed" }]);
    expect(us.received[0]?.context.idempotencyKey).toBe("us%3A1:deposit:a:successful");
    expect(await inbox.checkpoints?.read("reconcile")).toBeUndefined();
    expect(await inbox.checkpoints?.read("reconcile:eu")).toBe("2026-11-20");
    expect(await inbox.checkpoints?.read("reconcile:us%3A1")).toBe("2026-11-20");
  });

  it("do not share a checkpoint name", async () => {
    const inbox = durableInbox();
    const eu = createShop({}, { inbox, account: "eu" });
    await eu.run({ checkpoint: "x" });
    await inbox.addAccount?.("default");
    await createShop({}, { inbox }).run({
      checkpoint: "x:eu",
      now: () => Date.UTC(2026, 0, 1, 12),
    });
    expect(await inbox.checkpoints?.read("x:eu")).toBe("2026-11-20");
    expect(await inbox.checkpoints?.read("x%3Aeu")).toBe("2026-01-01");
  });

  it("keep the watermark after a rename", async () => {
    const inbox = durableInbox();
    await createShop({ "2026-11-15": [deposit("a")] }, { inbox }).run();
    await inbox.renameAccount?.("default", "eu");
    const renamed = createShop({ "2026-11-15": [deposit("a")] }, { inbox, account: "eu" });
    expect(await renamed.run()).toEqual([]);
    expect(renamed.progress.at(-1)?.watermark).toBe("2026-11-20");
  });

  it("require renameAccount before a new name", async () => {
    const inbox = durableInbox();
    await createShop({ "2026-11-15": [deposit("a")] }, { inbox }).run();
    const named = createShop({ "2026-11-15": [deposit("a")] }, { inbox, account: "eu" });
    await expect(named.run()).rejects.toThrow(/renameAccount\("default", "eu"\)/);
    expect(named.ids()).toEqual([]);
  });
});

describe("the option account", () => {
  const shared = () =>
    numipayWebhook({
      signaturePassword: password,
      inbox: durableInbox(),
      account: (request) => request.url,
      onOutcome: () => undefined,
    }).on("*", () => undefined);

  it("is required if it depends on requests", async () => {
    const shop = createShop({ "2026-11-15": [deposit("a")] });
    const webhook = shared();
    expect(() => shop.start({ webhook })).toThrow(/^account is required/);
    expect(await shop.run({ webhook, account: "eu" })).toMatchObject([{ outcome: "processed" }]);
  });

  it("must match the webhook's account", () => {
    const shop = createShop({}, { account: "eu" });
    expect(() => shop.start({ account: "us" })).toThrow(/^account is "us", but/);
    expect(() => shop.start({ account: "" })).toThrow(/^account must be/);
  });
});
