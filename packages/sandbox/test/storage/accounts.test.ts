import { describe, expect, it } from "vitest";
import { signPayload } from "../../src/delivery/sign-payload.js";
import { createSandbox } from "../../src/index.js";
import { createMerchant, openCheckout, order } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

const hosted = "/payments/hosted";

async function twoAccounts() {
  const merchant = await createMerchant();
  const second = merchant.sandbox.createAccount({
    merchantName: "Second Shop",
    webhookUrl: "http://second.test/hook",
  });
  return { merchant, sandbox: merchant.sandbox, second };
}

describe("an account", () => {
  it("defaults to the first one", async () => {
    const { sandbox, second } = await twoAccounts();
    const first = sandbox.account();
    expect(first).toMatchObject({ merchantName: "Demo Merchant", apiKey: sandbox.apiKey });
    expect([first.liveApiKey, first.signaturePassword, first.clientOptions]).toEqual([
      sandbox.liveApiKey,
      sandbox.signaturePassword,
      sandbox.clientOptions,
    ]);
    expect(sandbox.accounts().map(({ accountId }) => accountId)).toEqual([
      first.accountId,
      second.accountId,
    ]);
    expect(sandbox.account(second.accountId).merchantName).toBe("Second Shop");
    expect(() => sandbox.account("unknown")).toThrow(RangeError);
  });

  it("has its own keys and password", async () => {
    const { second, sandbox } = await twoAccounts();
    const again = (await twoAccounts()).second;
    expect(again.accountId).toBe(second.accountId);
    expect([again.apiKey, again.signaturePassword]).toEqual([
      second.apiKey,
      second.signaturePassword,
    ]);
    expect(second.apiKey).toMatch(/^sandbox_dev_[a-z0-9]{32}$/);
    expect(second.liveApiKey).toMatch(/^sandbox_live_[a-z0-9]{32}$/);
    expect(second.signaturePassword).toMatch(/^sandbox_[a-z0-9]{40}$/);
    expect(second.apiKey).not.toBe(sandbox.apiKey);
    expect(second.signaturePassword).not.toBe(sandbox.signaturePassword);
  });

  it("sees only its own transactions", async () => {
    const { merchant, sandbox, second } = await twoAccounts();
    await openCheckout(merchant);
    const opened = await merchant.call("POST", hosted, { request: order() }, second.apiKey);
    expect(opened.status).toBe(200);
    const [ofFirst] = sandbox.transactions();
    const list = await merchant.call("GET", "/transactions", undefined, second.apiKey);
    expect(list.body).toEqual([
      expect.objectContaining({ transaction_id: sandbox.transactions()[1]?.transaction_id }),
    ]);
    expect(
      await merchant.call(
        "POST",
        "/payouts/reject",
        { transaction_id: ofFirst?.transaction_id },
        second.apiKey,
      ),
    ).toMatchObject({ status: 404 });
  });

  it("receives its own webhooks", async () => {
    const { merchant, sandbox, second } = await twoAccounts();
    const { body } = await merchant.call("POST", hosted, { request: order() }, second.apiKey);
    await merchant.submit(`${String(body["url"])}/northbank`, { action: "pay" });
    await sandbox.flush();
    expect(merchant.received.map(({ url }) => url)).toEqual([
      "http://second.test/hook",
      "http://second.test/hook",
    ]);
    const [webhook] = merchant.received;
    expect(webhook?.signature).toBe(signPayload(webhook?.body ?? "", second.signaturePassword));
  });

  it("shows its name in the cashier", async () => {
    const { merchant, second } = await twoAccounts();
    const { body } = await merchant.call("POST", hosted, { request: order() }, second.apiKey);
    const url = String(body["url"]);
    for (const page of [url, `${url}/northbank`, url.replace("cashier", "result")]) {
      const text = await (await merchant.page(page)).text();
      expect(text).toContain("Second Shop");
      expect(text).not.toContain("Demo Merchant");
    }
  });

  it("requires a name and a valid webhook URL", async () => {
    const { sandbox } = await twoAccounts();
    expect(() => sandbox.createAccount({ merchantName: " " })).toThrow("merchantName");
    expect(() => sandbox.createAccount({ merchantName: "Third", webhookUrl: "shop" })).toThrow(
      TypeError,
    );
    expect(sandbox.accounts()).toHaveLength(2);
  });

  it("is stored in the file", async () => {
    const file = await temporaryFile();
    const before = await createSandbox({ file });
    const { accountId } = before.createAccount({ merchantName: "Second Shop" });
    const key = before.account(accountId).createKey({ mode: "live", label: "Billing" });
    const password = before.account(accountId).rotateSignaturePassword();
    await before.close();
    const after = await createSandbox({ file });
    expect(after.accounts()).toHaveLength(2);
    expect(after.account(accountId).signaturePassword).toBe(password);
    expect((await after.fetch("/transactions", { headers: { "x-api-key": key } })).status).toBe(
      200,
    );
    await after.close();
  });
});

describe("a key", () => {
  it("works in its mode until revoked", async () => {
    const merchant = await createMerchant();
    const account = merchant.sandbox.account();
    const list = async (key: string) =>
      (await merchant.call("GET", "/transactions", undefined, key)).status;
    for (const mode of ["test", "live"] as const) {
      const key = account.createKey({ mode, label: "Second" });
      expect(key).toMatch(mode === "test" ? /^sandbox_dev_/ : /^sandbox_live_/);
      expect(await list(key)).toBe(200);
      await merchant.call("POST", hosted, { request: order() }, key);
      expect(merchant.sandbox.transactions().at(-1)?.mode).toBe(mode);
      account.revokeKey(key);
      expect(await list(key)).toBe(401);
      expect(await merchant.call("GET", "/transactions", undefined, key)).toMatchObject({
        body: { message: expect.stringContaining("revoked") },
      });
      expect(() => account.revokeKey(key)).toThrow(RangeError);
    }
    expect(await list(account.apiKey)).toBe(200);
  });

  it("is replaced by the next active one", async () => {
    const account = (await createMerchant()).sandbox.account();
    const [old, next] = [account.apiKey, account.createKey({ mode: "test", label: "Next" })];
    account.revokeKey(old);
    expect(account.apiKey).toBe(next);
    expect(account.clientOptions.apiKey).toBe(next);
  });

  it("can only be revoked by its own account", async () => {
    const { sandbox, second } = await twoAccounts();
    const attempt = () => second.revokeKey(sandbox.apiKey);
    expect(attempt).toThrow(RangeError);
    expect(attempt).not.toThrow(sandbox.apiKey);
    expect(
      (await sandbox.fetch("/transactions", { headers: { "x-api-key": sandbox.apiKey } })).status,
    ).toBe(200);
  });
});

describe("the signature password", () => {
  it("applies to retries once rotated", async () => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    const old = sandbox.signaturePassword;
    merchant.respondWith(() => new Response(null, { status: 500 }));
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    await sandbox.flush();
    const next = sandbox.account().rotateSignaturePassword();
    expect(next).toMatch(/^sandbox_[a-z0-9]{40}$/);
    expect([sandbox.signaturePassword, next === old]).toEqual([next, false]);
    await sandbox.advance("5m");
    const passwords = merchant.received.map(({ body, signature }) =>
      [old, next].findIndex((password) => signPayload(body, password) === signature),
    );
    expect(passwords).toEqual([0, 0, 1, 1]);
  });

  it("never repeats", async () => {
    const account = (await createMerchant()).sandbox.account();
    const passwords = Array.from({ length: 5 }, () => account.rotateSignaturePassword());
    expect(new Set([...passwords, (await createSandbox()).signaturePassword]).size).toBe(6);
  });
});
