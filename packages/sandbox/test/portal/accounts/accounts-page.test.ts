import { describe, expect, it } from "vitest";
import { createVisitor, fieldOf, hostile, textOf } from "../visitor.js";

describe("the accounts page", () => {
  it("lists the accounts and shows the selected one", async () => {
    const visitor = await createVisitor();
    const other = visitor.sandbox.createAccount({ merchantName: "Second Hand Books" });
    expect(textOf(await visitor.read("accounts"))).toContain("Settings of Demo Merchant");
    const html = await visitor.read(`accounts?account=${other.accountId}`);
    expect(textOf(html)).toContain("Settings of Second Hand Books");
    expect(html).toContain(`action="/portal/accounts/save?account=${other.accountId}"`);
  });

  it("creates an account with its own credentials", async () => {
    const visitor = await createVisitor();
    const html = await visitor.post("accounts/create", {
      merchant_name: "  Second Hand Books ",
      webhook_url: "http://localhost:4000/webhooks",
    });
    expect(textOf(html)).toContain("Created Second Hand Books");
    const [, account] = visitor.sandbox.accounts();
    expect(account?.merchantName).toBe("Second Hand Books");
    expect(account?.webhookUrl).toBe("http://localhost:4000/webhooks");
    const opened = await visitor.call("GET", "/transactions", undefined, account?.apiKey);
    expect(opened.status).toBe(200);
    expect(await visitor.read(`providers?account=${account?.accountId}`)).toContain("northbank");
  });

  it("saves the settings of an account", async () => {
    const visitor = await createVisitor();
    const { accountId } = visitor.sandbox.createAccount({ merchantName: "Second" });
    await visitor.post(`accounts/save?account=${accountId}`, {
      merchant_name: "Renamed",
      webhook_url: "",
    });
    expect(visitor.sandbox.accounts().map(({ merchantName }) => merchantName)).toEqual([
      "Demo Merchant",
      "Renamed",
    ]);
    expect(visitor.sandbox.account(accountId).webhookUrl).toBeUndefined();
  });

  it("rejects a form for an unknown account", async () => {
    const visitor = await createVisitor();
    const form = { merchant_name: "Stolen", webhook_url: "" };
    expect((await visitor.send("accounts/save?account=gone", form)).status).toBe(404);
    expect(visitor.sandbox.account().merchantName).toBe("Demo Merchant");
  });

  it.each([
    ["", "Enter a name"],
    ["x".repeat(81), "Shorten the name to 80 characters"],
    ["a\u0007b", "control characters"],
  ])("rejects the name %j and keeps the other fields", async (name, problem) => {
    const visitor = await createVisitor();
    const form = { merchant_name: name, webhook_url: "http://localhost:1/kept" };
    for (const path of ["accounts/create", "accounts/save"]) {
      const { status, html } = await visitor.send(path, form);
      expect(status).toBe(422);
      expect(html).toContain(problem);
      expect(html).toContain('value="http://localhost:1/kept"');
    }
    expect(visitor.sandbox.accounts()).toHaveLength(1);
    expect(visitor.sandbox.account().merchantName).toBe("Demo Merchant");
  });

  it.each([
    ["shop.test/webhooks", "Enter the full URL"],
    ["ftp://shop.test", "Start the URL with http:// or https://"],
    ["javascript:alert(1)", "Start the URL with http:// or https://"],
    ["http://me:secret@shop.test", "Remove the user name and password"],
  ])("rejects the webhook URL %j", async (url, problem) => {
    const visitor = await createVisitor();
    const { status, html } = await visitor.send("accounts/save", {
      merchant_name: "Kept",
      webhook_url: url,
    });
    expect(status).toBe(422);
    expect(fieldOf(html, "webhook_url").problem).toContain(problem);
    expect(html).not.toContain("secret@");
    expect(fieldOf(html, "merchant_name")).toEqual({ value: "Kept", problem: "" });
    expect(visitor.sandbox.account().webhookUrl).toBe("http://shop.test/webhooks/numipay");
  });

  it("escapes a merchant name", async () => {
    const visitor = await createVisitor();
    await visitor.post("accounts/create", { merchant_name: hostile, webhook_url: "" });
    for (const path of ["accounts", "credentials", "providers", "clock"]) {
      const html = await visitor.read(path);
      expect(html).toContain("&lt;script&gt;alert(1)");
      expect(html).not.toContain("<script>alert");
      expect(html).not.toContain("<img");
    }
  });

  it("sends test deliveries", async () => {
    const visitor = await createVisitor();
    for (const _ of [1, 2]) {
      const { status } = await visitor.send("accounts/test-delivery", {});
      expect(status).toBe(303);
    }
    await visitor.sandbox.flush();
    const payloads = visitor.received.map(({ body }) => JSON.parse(body) as Record<string, string>);
    const last = payloads.filter(({ status }) => status === "rejected");
    expect(last.map(({ tracking_id }) => tracking_id)).toEqual(["portal-test-1", "portal-test-2"]);
    expect(payloads.some(({ status }) => status === "successful")).toBe(false);
  });

  it("sends no test delivery without a webhook URL", async () => {
    const visitor = await createVisitor();
    visitor.sandbox.setWebhookUrl(undefined);
    expect(await visitor.read("accounts")).toMatch(
      /<button\s+disabled[^>]*>\s*Send a test delivery/,
    );
    const html = await visitor.post("accounts/test-delivery");
    expect(textOf(html)).toContain("Nothing was sent");
    expect(visitor.sandbox.transactions()).toEqual([]);
  });
});
