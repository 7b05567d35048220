import { describe, expect, it } from "vitest";
import { createMerchant } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";
import { doneSteps, readWelcome, report, stepText } from "./read-steps.js";

const url = "http://shop.test/webhooks/numipay";
const passed = { passed: 24, warned: 0, failed: 0, "not-checked": 5 };

describe("a run of the doctor", () => {
  it("is done if no check failed", async () => {
    const { sandbox } = await createMerchant();
    expect(await stepText(sandbox, "doctor")).toContain("Waiting for the first run.");
    const response = await report(sandbox, { url, totals: passed });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      message: "Recorded for Demo Merchant.",
      page: "http://localhost/#doctor",
    });
    expect(await doneSteps(sandbox)).toEqual(["webhook", "doctor"]);
    expect(await stepText(sandbox, "doctor")).toContain(
      "Last run: 24 passed, 0 failed, 5 not checked, 1 Jan 00:00:00",
    );
    await sandbox.close();
  });

  it.each([
    [{ ...passed, failed: 1 }, "24 passed, 1 failed, 5 not checked", "explains each failure"],
    [{ ...passed, passed: 0 }, "0 passed, 0 failed, 5 not checked", "Every check was skipped."],
    [{ ...passed, failed: 2, warned: 1 }, "2 failed, 1 warning, 5 not", "run it again"],
  ])("is not done with %j", async (totals, counts, advice) => {
    const { sandbox } = await createMerchant();
    await report(sandbox, { url, totals: passed });
    await report(sandbox, { url, totals });
    expect(await doneSteps(sandbox)).toEqual(["webhook"]);
    const text = await stepText(sandbox, "doctor");
    expect(text).toContain(counts);
    expect(text).toContain(advice);
    await sandbox.close();
  });

  it("is outdated by a new address, and kept in the file", async () => {
    const file = await temporaryFile();
    const first = await createMerchant({ file });
    await report(first.sandbox, { url, totals: passed });
    await first.sandbox.close();
    const { sandbox } = await createMerchant({ file });
    expect(await doneSteps(sandbox)).toEqual(["webhook", "doctor"]);
    sandbox.setWebhookUrl("http://shop.test/other");
    expect(await doneSteps(sandbox)).toEqual(["webhook"]);
    expect(await stepText(sandbox, "doctor")).toContain(
      `It tested ${url} , which is no longer your address.`,
    );
    sandbox.setWebhookUrl(undefined);
    expect(await doneSteps(sandbox)).toEqual([]);
    await sandbox.close();
  });

  it("belongs to the accounts with its address, without query", async () => {
    const { sandbox } = await createMerchant();
    sandbox.setWebhookUrl(`${url}?token=secret`);
    sandbox.createAccount({ merchantName: "Second", webhookUrl: "http://second.test/" });
    expect((await report(sandbox, { url: "http://second.test/", totals: passed })).status).toBe(
      200,
    );
    expect(await doneSteps(sandbox)).toEqual(["webhook"]);
    await report(sandbox, { url, totals: passed });
    expect(await doneSteps(sandbox)).toEqual(["webhook", "doctor"]);
    await sandbox.close();
  });

  it("is rejected if no account has its address", async () => {
    const { sandbox } = await createMerchant();
    const response = await report(sandbox, { url: "http://shop.test/else", totals: passed });
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      message:
        "No account of the sandbox has the webhook URL http://shop.test/else. Set it on the welcome page.",
      field: "url",
    });
    await sandbox.close();
  });

  it.each([
    [undefined, "The body must be JSON."],
    [null, "url must be the tested URL."],
    [[], "url must be the tested URL."],
    [{ url: "shop", totals: passed }, "url must be the tested URL."],
    [{ url: `http://shop.test/${"a".repeat(2000)}`, totals: passed }, "url must be"],
    [{ url }, "totals.passed must be a whole number."],
    [{ url, totals: { ...passed, failed: -1 } }, "totals.failed must be a whole number."],
    [{ url, totals: { ...passed, failed: "0" } }, "totals.failed must be a whole number."],
    [{ url, totals: { ...passed, "not-checked": 0.5 } }, "totals.not-checked must be"],
  ])("is rejected: %j", async (run, message) => {
    const { sandbox } = await createMerchant();
    const response = await report(sandbox, run);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toContain(message);
    await sandbox.close();
  });

  it("has a command with address, password and sandbox", async () => {
    const { sandbox } = await createMerchant();
    const commandFor = async (webhookUrl: string): Promise<string> => {
      sandbox.setWebhookUrl(webhookUrl);
      const [, command = ""] =
        /data-copy="(NUMIPAY_SIGNATURE_PASSWORD=[^"]*doctor[^"]*)"/.exec(
          await readWelcome(sandbox),
        ) ?? [];
      return command.replaceAll("&#39;", "'").replaceAll("&amp;", "&");
    };
    expect(await commandFor("http://localhost:3000/hook")).toBe(
      `NUMIPAY_SIGNATURE_PASSWORD=${sandbox.signaturePassword} \\\n` +
        "  npx @numipay/cli doctor http://localhost:3000/hook \\\n" +
        "  --sandbox http://localhost",
    );
    expect(await commandFor("http://localhost/?a=1&b='")).toContain(
      "doctor 'http://localhost/?a=1&b='\\''' \\\n",
    );
    expect(await commandFor("http://shop.test/")).toContain(
      "http://shop.test/ --allow-remote \\\n",
    );
    await sandbox.close();
  });
});
