import { describe, expect, it } from "vitest";
import { createSandbox } from "../../src/index.js";
import { toSettings } from "../../src/sandbox/settings.js";

describe("the options of a sandbox", () => {
  it("have defaults", () => {
    expect(toSettings({})).toMatchObject({
      contractSource: undefined,
      pendingWebhook: "on-submit",
      usedTrackingId: "conflict",
      statusLag: { forMs: 0 },
      retries: { intervalMs: 300_000, attempts: 15 },
      expiresAfterMs: 1_800_000,
      autoDeliver: true,
      file: ":memory:",
    });
  });

  it.each([
    [{ webhookURL: "http://shop.test" }, /webhookURL is not an option\. Did you mean webhookUrl\?/],
    [{ timeZone: "Europe/Berlin" }, /timeZone is not an option/],
    [{ retries: { attempt: 3 } }, /Did you mean retries\.attempts\?/],
    [{ retries: { attempts: 0 } }, /retries\.attempts/],
    [{ retries: { attempts: 1.5 } }, /retries\.attempts/],
    [{ retries: { attempts: 1001 } }, /retries\.attempts/],
    [{ retries: { interval: 0 } }, /retries\.interval/],
    [{ retries: { interval: "soon" } }, /duration/],
    [{ pendingWebhook: "on-click" }, /on-submit, on-open, never/],
    [{ usedTrackingId: "ignored" }, /conflict, rejected, returns-first, creates-second/],
    [{ statusLag: { after: "1m" } }, /statusLag\.after is not an option/],
    [{ statusLag: { for: "1m", shows: "successful" } }, /statusLag\.shows .* not-found, pending/],
    [{ statusLag: { for: "soon" } }, /duration/],
    [{ statusLag: {} }, /statusLag\.for is missing/],
    [{ contract: { timeZone: "Berlin" } }, /contract\.timeZone/],
    [{ webhookUrl: "http://user:pass@shop.test" }, /must not contain a user name or password/],
    [{ webhookUrl: "http://user@shop.test" }, /must not contain a user name or password/],
    [{ webhookUrl: "http://:pass@shop.test" }, /must not contain a user name or password/],
    [{ webhookUrl: new URL("http:user:pass@shop.test") }, /must not contain a user name/],
    [{ webhookCa: "pem", deliver: fetch }, /webhookCa cannot be combined with deliver/],
    [{ webhookCa: "./ca.pem" }, /webhookCa must be PEM certificates/],
  ])("reject %j", (options, message) => {
    expect(() => toSettings(options as object)).toThrow(message);
  });

  it.each([
    [
      { interval: "1m", attempts: 3 },
      { intervalMs: 60_000, attempts: 3 },
    ],
    [
      { attempts: 3, firstCounts: false },
      { intervalMs: 300_000, attempts: 4 },
    ],
    [{ firstCounts: false }, { intervalMs: 300_000, attempts: 16 }],
  ] as const)("accept the retries %j", (retries, schedule) => {
    expect(toSettings({ retries }).retries).toEqual(schedule);
  });

  it("do not repeat the password of a webhook URL", async () => {
    const url = "http://user:hunter2@shop.test/hook";
    const sandbox = await createSandbox();
    for (const attempt of [
      () => toSettings({ webhookUrl: url }),
      () => sandbox.setWebhookUrl(url),
      () => sandbox.account().setWebhookUrl(new URL(url)),
      () => sandbox.createAccount({ merchantName: "Second", webhookUrl: url }),
    ]) {
      expect(attempt).toThrow(/^(?!.*hunter2).*must not contain a user name or password/);
    }
    expect(sandbox.accounts().map(({ webhookUrl }) => webhookUrl)).toEqual([undefined]);
    await sandbox.close();
  });
});
