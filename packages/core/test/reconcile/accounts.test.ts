import { describe, expect, it } from "vitest";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { password } from "../webhooks/stage.js";
import { deposit, lastingInbox, openShop } from "./stage.js";

describe("accounts on one inbox", () => {
  it("are reconciled apart, each with a watermark of its own", async () => {
    const inbox = lastingInbox();
    const eu = openShop({ "2026-11-15": [deposit("a")] }, { inbox, account: "eu" });
    const us = openShop({ "2026-11-15": [deposit("a")] }, { inbox, account: "us:1" });
    expect(await eu.run()).toMatchObject([{ outcome: "processed" }]);
    expect(await us.run()).toMatchObject([{ outcome: "processed" }]);
    expect(us.heard[0]?.context.idempotencyKey).toBe("us%3A1:deposit:a:successful");
    expect(await inbox.checkpoints?.read("reconcile")).toBeUndefined();
    expect(await inbox.checkpoints?.read("reconcile:eu")).toBe("2026-11-20");
    expect(await inbox.checkpoints?.read("reconcile:us%3A1")).toBe("2026-11-20");
  });

  it("do not share a watermark with a mark of the same text", async () => {
    const inbox = lastingInbox();
    const eu = openShop({}, { inbox, account: "eu" });
    await eu.run({ checkpoint: "x" });
    await inbox.addAccount?.("default");
    await openShop({}, { inbox }).run({ checkpoint: "x:eu", now: () => Date.UTC(2026, 0, 1, 12) });
    expect(await inbox.checkpoints?.read("x:eu")).toBe("2026-11-20");
    expect(await inbox.checkpoints?.read("x%3Aeu")).toBe("2026-01-01");
  });

  it("keep the watermark when they are renamed", async () => {
    const inbox = lastingInbox();
    await openShop({ "2026-11-15": [deposit("a")] }, { inbox }).run();
    await inbox.renameAccount?.("default", "eu");
    const renamed = openShop({ "2026-11-15": [deposit("a")] }, { inbox, account: "eu" });
    expect(await renamed.run()).toEqual([]);
    expect(renamed.progress.at(-1)?.watermark).toBe("2026-11-20");
  });

  it("refuse to be named before they were renamed", async () => {
    const inbox = lastingInbox();
    await openShop({ "2026-11-15": [deposit("a")] }, { inbox }).run();
    const named = openShop({ "2026-11-15": [deposit("a")] }, { inbox, account: "eu" });
    await expect(named.run()).rejects.toThrow(/renameAccount\("default", "eu"\)/);
    expect(named.ids()).toEqual([]);
  });
});

describe("the option account", () => {
  const shared = () =>
    numipayWebhook({
      signaturePassword: password,
      inbox: lastingInbox(),
      account: (request) => request.url,
      onOutcome: () => undefined,
    }).on("*", () => undefined);

  it("is needed where the webhook's depends on the request", async () => {
    const shop = openShop({ "2026-11-15": [deposit("a")] });
    const webhook = shared();
    expect(() => shop.start({ webhook })).toThrow(/^account: is needed/);
    expect(await shop.run({ webhook, account: "eu" })).toMatchObject([{ outcome: "processed" }]);
  });

  it("must be the webhook's own", () => {
    const shop = openShop({}, { account: "eu" });
    expect(() => shop.start({ account: "us" })).toThrow(/^account: is "us", but/);
    expect(() => shop.start({ account: "" })).toThrow(/^account: /);
  });
});
