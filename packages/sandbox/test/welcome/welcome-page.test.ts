import { describe, expect, it } from "vitest";
import { createSandbox } from "../../src/index.js";
import { confirmPayout, createMerchant, openCheckout, type Merchant } from "../merchant.js";
import { hostile, textOf } from "../portal/visitor.js";
import { browserHeaders, doneSteps, readWelcome, stepText, submit } from "./read-steps.js";

async function createMerchantWithoutWebhook(): Promise<Merchant> {
  const merchant = await createMerchant();
  merchant.sandbox.setWebhookUrl(undefined);
  return merchant;
}

describe("the welcome page", () => {
  it("is JSON for programs, with the portal's address", async () => {
    const { sandbox } = await createMerchant();
    for (const accept of [undefined, "*/*", "application/json", "text/html;q=0.4, */*;q=0.5"]) {
      const response = await sandbox.fetch("/", {
        headers: accept === undefined ? {} : { accept },
      });
      expect(response.status).toBe(200);
      expect(response.headers.get("vary")).toBe("Accept");
      expect(await response.json()).toEqual({
        message: expect.stringContaining("Numipay sandbox"),
        name: "@numipay/sandbox",
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        portal: "http://localhost/portal",
      });
    }
    await sandbox.close();
  });

  it("is a page for browsers, with the portal first", async () => {
    const { sandbox } = await createMerchant({ merchantName: "Kaffee" });
    const response = await sandbox.fetch("/", { headers: browserHeaders });
    expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(response.headers.get("vary")).toBe("Accept");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await response.text();
    const links = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, to]) => to);
    expect(links.slice(0, 2)).toEqual(["#main", "/portal"]);
    expect(textOf(html)).toContain("This page is about Kaffee .");
    await sandbox.close();
  });

  it("is a page at the address of its script", async () => {
    const { sandbox } = await createMerchant();
    const [, address = ""] = /data-address="([^"]+)"/.exec(await readWelcome(sandbox)) ?? [];
    const response = await sandbox.fetch(address);
    expect(await response.text()).toContain('<ol id="steps"');
    await sandbox.close();
  });

  it("leaves its path to an operation of the contract", async () => {
    const contract = { operations: { ping: { method: "GET", path: "/" } } } as const;
    const sandbox = await createSandbox({ contract });
    const headers = { ...browserHeaders, "x-api-key": sandbox.apiKey };
    expect(await (await sandbox.fetch("/", { headers })).json()).toEqual({});
    await sandbox.close();
  });

  it("names the first of several accounts and links the others", async () => {
    const { sandbox } = await createMerchant();
    const { accountId } = sandbox.createAccount({ merchantName: hostile });
    const html = await readWelcome(sandbox);
    expect(textOf(html)).toContain("This page is about Demo Merchant , the first account.");
    expect(html).toContain(`href="/portal/accounts?account=${accountId}"`);
    expect(html).not.toContain("<script>alert");
    await sandbox.close();
  });

  it("escapes text and loads only its own files", async () => {
    const { sandbox } = await createMerchant({ merchantName: hostile });
    sandbox.setWebhookUrl(`http://shop.test/?q=${hostile}`);
    const html = await readWelcome(sandbox);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<style| style="| on\w+="/);
    const loaded = [...html.matchAll(/<(?:script|link)[^>]*?(?:src|href)="([^"]*)"/g)];
    expect(loaded.every(([, from]) => from?.startsWith("/portal/assets/"))).toBe(true);
    await sandbox.close();
  });

  it("reloads without JavaScript until the reader stops it", async () => {
    const { sandbox } = await createMerchant();
    const refresh = /<noscript\s*><meta http-equiv="refresh" content="10; url=\/"/;
    expect(await readWelcome(sandbox)).toMatch(refresh);
    const still = await readWelcome(sandbox, "/?reload=off");
    expect(still).not.toMatch(refresh);
    expect(still).toContain('class="steps still"');
    await sandbox.close();
  });
});

describe("the step keys", () => {
  it("shows keys and .env masked, and gives them whole to copy", async () => {
    const { sandbox } = await createMerchant();
    const html = await readWelcome(sandbox);
    const lines = `NUMIPAY_API_KEY=${sandbox.apiKey}\nNUMIPAY_BASE_URL=http://localhost\nNUMIPAY_SIGNATURE_PASSWORD=${sandbox.signaturePassword}\n`;
    for (const whole of [sandbox.apiKey, sandbox.liveApiKey, sandbox.signaturePassword, lines]) {
      expect(html).toContain(`data-copy="${whole}"`);
    }
    // Outside of what is revealed on request, only masked.
    const visible = html
      .replaceAll(/data-copy="[^"]*"/g, "")
      .replaceAll(/<\/summary>[^]*?<\/details>/g, "");
    for (const secret of [sandbox.apiKey, sandbox.liveApiKey, sandbox.signaturePassword]) {
      expect(visible).not.toContain(secret);
      expect(visible).toContain(`••••••••${secret.slice(-4)}`);
    }
    await sandbox.close();
  });

  it("is done when a call with a valid key has arrived", async () => {
    const merchant = await createMerchantWithoutWebhook();
    const { sandbox } = merchant;
    const { apiKey, liveApiKey } = sandbox;
    sandbox.account().revokeKey(liveApiKey);
    await merchant.call("GET", "/transactions", undefined, "wrong");
    await merchant.call("GET", "/transactions", undefined, liveApiKey);
    expect(await doneSteps(sandbox)).toEqual([]);
    expect(await stepText(sandbox, "keys")).toContain("Waiting for the first API call");
    await merchant.call("GET", "/transactions", undefined, apiKey);
    expect(await doneSteps(sandbox)).toEqual(["keys"]);
    await sandbox.close();
  });

  it("is not done by a call of another account", async () => {
    const merchant = await createMerchantWithoutWebhook();
    const { sandbox } = merchant;
    const { apiKey } = sandbox.createAccount({ merchantName: "Other" });
    await merchant.call("GET", "/transactions", undefined, apiKey);
    expect(await doneSteps(sandbox)).toEqual([]);
    await sandbox.close();
  });

  it("says when all DEV keys are revoked", async () => {
    const { sandbox } = await createMerchant();
    sandbox.account().revokeKey(sandbox.apiKey);
    expect(await stepText(sandbox, "keys")).toContain("All DEV keys are revoked.");
    expect(await stepText(sandbox, "payment")).toContain("Create a DEV key first.");
    await sandbox.close();
  });
});

describe("the step webhook", () => {
  it("is done when the account has an address", async () => {
    const { sandbox } = await createMerchantWithoutWebhook();
    expect(await doneSteps(sandbox)).toEqual([]);
    const saved = await submit(sandbox, "webhook-url", { webhook_url: " http://shop.test/hook " });
    expect([saved.status, saved.headers.get("location")]).toEqual([303, "/#webhook"]);
    expect(sandbox.account().webhookUrl).toBe("http://shop.test/hook");
    expect(await doneSteps(sandbox)).toEqual(["webhook"]);
    await sandbox.close();
  });

  it.each(["", "shop", "ftp://shop.test", "http://user:pass@shop.test"])(
    "explains the address %j and keeps it",
    async (url) => {
      const { sandbox } = await createMerchantWithoutWebhook();
      const rejected = await submit(sandbox, "webhook-url", { webhook_url: url });
      expect(rejected.status).toBe(422);
      const html = await rejected.text();
      // The password must not be on the page.
      expect(html).toContain(`value="${url.replace("user:pass@shop.test", "shop.test/")}"`);
      expect(html).toMatch(/class="problem" id="webhook-webhook_url-problem"/);
      expect(html).toContain('data-version="{}"');
      expect(sandbox.account().webhookUrl).toBeUndefined();
      await sandbox.close();
    },
  );

  it("explains the last webhook if it failed", async () => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    merchant.respondWith(() => new Response(null, { status: 500 }));
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "fail" });
    expect(await stepText(sandbox, "webhook")).not.toContain("Last webhook");
    await sandbox.flush();
    const text = await stepText(sandbox, "webhook");
    expect(text).toContain("Last webhook: failed (HTTP 500). Your handler or your server failed.");
    expect(text).toContain("Attempt 1. The next attempt is due in 5 min on the sandbox's clock.");
    const failed = sandbox.deliveries().at(-1)?.deliveryId ?? "";
    expect(await readWelcome(sandbox)).toContain(`href="/portal/deliveries/${failed}"`);
    merchant.respondWith(() => new Response(null, { status: 204 }));
    await sandbox.advance("5m");
    expect(await stepText(sandbox, "webhook")).not.toContain("Last webhook");
    await sandbox.close();
  });
});

describe("the step payment", () => {
  it("follows a payment until it is successful", async () => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    expect(await stepText(sandbox, "payment")).toContain("Waiting for the first deposit.");
    const url = await openCheckout(merchant);
    expect(await readWelcome(sandbox)).toContain(`href="${new URL(url).pathname}"`);
    expect(await stepText(sandbox, "payment")).toContain("order-1 (200.00 EUR) is open.");
    await merchant.submit(`${url}/northbank`, { action: "fail" });
    expect(await stepText(sandbox, "payment")).toMatch(/order-1 \(200\.00 EUR\) is rejected: /);
    expect(await doneSteps(sandbox)).toEqual(["keys", "webhook"]);
    const late = await openCheckout(merchant, { tracking_id: "late", amount: "5.03" });
    await merchant.submit(`${late}/northbank`, { action: "pay" });
    expect(await stepText(sandbox, "payment")).toContain("late (5.03 EUR) waits for the provider.");
    await sandbox.advance("10m");
    expect(await doneSteps(sandbox)).toEqual(["keys", "webhook", "payment"]);
    expect(await stepText(sandbox, "payment")).toContain("5.03 EUR for late is successful.");
    await sandbox.close();
  });

  it("shows a command that works each time", async () => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    for (const expected of ["order-1", "order-2"]) {
      const html = await readWelcome(sandbox);
      const command = (/data-copy="(curl[^"]*)"/.exec(html)?.[1] ?? "")
        .replaceAll("&#39;", "'")
        .replaceAll("&quot;", '"');
      const [, body = ""] = /-d '(.*)'$/.exec(command) ?? [];
      expect(command).toContain(`-H 'X-Api-Key: ${sandbox.apiKey}'`);
      const opened = await merchant.call("POST", "/payments/hosted", JSON.parse(body));
      expect(opened.status).toBe(200);
      expect(sandbox.transactions().at(-1)?.tracking_id).toBe(expected);
    }
    await sandbox.close();
  });

  it("is not done by seeded history or a payout", async () => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    sandbox.account().seedHistory({ transactions: 500, days: 5 });
    await confirmPayout(merchant);
    sandbox.setStatus(sandbox.transactions().at(-1)?.transaction_id ?? "", "successful");
    expect(await doneSteps(sandbox)).toEqual(["keys", "webhook"]);
    await sandbox.close();
  });
});
