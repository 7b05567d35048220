import { describe, expect, it } from "vitest";
import { openCheckout } from "../../merchant.js";
import { createVisitor, fieldOf, hostile, textOf } from "../visitor.js";

describe("the credentials page", () => {
  it("masks keys and password", async () => {
    const { sandbox, read } = await createVisitor();
    const html = await read("credentials");
    const closed = html
      .replace(/<details(?! open)[^]*?<\/details>/g, "")
      .replace(/data-copy="[^"]*"/g, "");
    for (const secret of [sandbox.apiKey, sandbox.liveApiKey, sandbox.signaturePassword]) {
      expect(html).toContain(secret);
      expect(closed).not.toContain(secret);
      expect(textOf(html)).toContain(`••••••••${secret.slice(-4)}`);
    }
    expect(html).not.toContain("<details open");
  });

  it("copies the full lines for .env", async () => {
    const { sandbox, read } = await createVisitor();
    const lines = /data-copy="(NUMIPAY_API_KEY[^"]*)"/.exec(await read("credentials"))?.[1];
    expect(lines).toBe(
      `NUMIPAY_API_KEY=${sandbox.apiKey}\nNUMIPAY_BASE_URL=${sandbox.baseUrl}\nNUMIPAY_SIGNATURE_PASSWORD=${sandbox.signaturePassword}\n`,
    );
  });

  it("creates a key with its mode", async () => {
    const visitor = await createVisitor();
    const known = await visitor.read("credentials");
    const html = await visitor.post("credentials/keys", { label: "staging", mode: "live" });
    expect(textOf(html)).toContain("Created the key staging");
    const keys = [...html.matchAll(/data-copy="(sandbox_live_[^"]+)"/g)].map(
      ([, key]) => key ?? "",
    );
    const [key = ""] = keys.filter((one) => !known.includes(one));
    const opened = await visitor.call(
      "POST",
      "/payments/hosted",
      {
        request: {
          tracking_id: "order-1",
          user_id: "u",
          currency: "EUR",
          amount: "1.00",
        },
      },
      key,
    );
    expect(opened.status).toBe(200);
    expect(visitor.sandbox.transactions()[0]?.mode).toBe("live");
  });

  it.each([
    [{ label: "", mode: "test" }, "label", "Enter a label"],
    [{ label: "x".repeat(61), mode: "test" }, "label", "Shorten the label"],
    [{ label: "a\u0000b", mode: "test" }, "label", "control characters"],
  ])("rejects a key of %j", async (form, name, problem) => {
    const visitor = await createVisitor();
    const { status, html } = await visitor.send("credentials/keys", form);
    expect(status).toBe(422);
    expect(fieldOf(html, name).problem).toContain(problem);
    expect(html.match(/action="\/portal\/credentials\/revoke"/g)).toHaveLength(2);
  });

  it("rejects an unknown mode and keeps the label", async () => {
    const visitor = await createVisitor();
    const { status, html } = await visitor.send("credentials/keys", {
      label: "kept",
      mode: "root",
    });
    expect(status).toBe(422);
    expect(html).toContain("Choose DEV or live.");
    expect(fieldOf(html, "label").value).toBe("kept");
  });

  it("revokes a key", async () => {
    const visitor = await createVisitor();
    const { apiKey } = visitor.sandbox;
    const html = await visitor.post("credentials/revoke", { api_key: apiKey });
    expect((await visitor.call("GET", "/transactions", undefined, apiKey)).status).toBe(401);
    expect(html).not.toContain(apiKey);
    expect(textOf(html)).toContain("Create a DEV key first");
    const again = await visitor.post("credentials/revoke", { api_key: apiKey });
    expect(textOf(again)).toContain("Nothing changed");
  });

  it("does not revoke keys of other accounts", async () => {
    const visitor = await createVisitor();
    const other = visitor.sandbox.createAccount({ merchantName: "Second" });
    await visitor.post("credentials/revoke", { api_key: other.apiKey });
    expect((await visitor.call("GET", "/transactions", undefined, other.apiKey)).status).toBe(200);
    expect(await visitor.read("credentials")).not.toContain(other.apiKey);
  });

  it("rotates the password for pending deliveries", async () => {
    const visitor = await createVisitor();
    const before = visitor.sandbox.signaturePassword;
    visitor.respondWith(() => new Response(null, { status: 503 }));
    await visitor.submit(`${await openCheckout(visitor)}/northbank`, { action: "pay" });
    await visitor.sandbox.flush();
    const first = visitor.received.length;
    expect(textOf(await visitor.read("credentials"))).toContain(
      `including the ${first} that are pending`,
    );
    const html = await visitor.post("credentials/rotate");
    expect(visitor.sandbox.signaturePassword).not.toBe(before);
    expect(html).toContain(before);
    await visitor.sandbox.advance("5m");
    const [old] = visitor.received;
    const retried = visitor.received.slice(first).find(({ body }) => body === old?.body);
    expect(retried?.signature).toMatch(/^[0-9A-F]{40}$/);
    expect(retried?.signature).not.toBe(old?.signature);
  });

  it("escapes a label", async () => {
    const visitor = await createVisitor();
    const html = await visitor.post("credentials/keys", {
      label: hostile.slice(0, 60),
      mode: "test",
    });
    expect(html).toContain("&lt;script&gt;alert(1)");
    expect(html).not.toContain("<script>alert");
  });
});
