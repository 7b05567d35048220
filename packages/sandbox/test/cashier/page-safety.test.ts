import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMerchant, openCheckout } from "../merchant.js";

const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;\${x}`;

async function everyPage(fields: Record<string, unknown>) {
  const merchant = await createMerchant();
  const url = await openCheckout(merchant, fields);
  const result = url.replace("cashier", "result");
  const pages = [url, `${url}/northbank`, `${url}/cardo`, result];
  const responses = await Promise.all(pages.map((page) => merchant.page(page)));
  await merchant.submit(`${url}/cardo`, {
    action: "pay",
    card_number: "4000000000003220",
    card_holder: "x",
    expiry: "12/30",
    cvv: "123",
  });
  responses.push(
    await merchant.page(url.replace("cashier", "challenge")),
    await merchant.page(result),
  );
  return Promise.all(
    responses.map(async (response) => ({ response, html: await response.text() })),
  );
}

describe("a page", () => {
  it("escapes text from the merchant", async () => {
    for (const { response, html } of await everyPage({
      user_id: hostile,
      tracking_id: hostile,
      return_url: `http://shop.test/?q="><script>alert(3)</script>`,
    })) {
      expect(response.status).toBe(200);
      expect(html).not.toContain("<script");
      expect(html).not.toContain("<img");
      expect(html).toContain("&lt;script&gt;alert(1)");
      expect(html).toContain("&amp;amp;");
    }
  });

  it("allows only its own inline style", async () => {
    for (const { response, html } of await everyPage({})) {
      const policy = response.headers.get("content-security-policy") ?? "";
      const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style]) => style ?? "");
      expect(styles).toHaveLength(1);
      const hash = createHash("sha256")
        .update(styles[0] ?? "")
        .digest("base64");
      expect(policy).toContain(`style-src 'sha256-${hash}'`);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(html).not.toMatch(/(?:src|href)="https?:/);
      expect(html).not.toMatch(/ style="|<script| on\w+="/);
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("labels every field", async () => {
    for (const { html } of await everyPage({})) {
      const ids = [...html.matchAll(/<input\s+id="(\w+)"/g)].map(([, id]) => id);
      expect(html.match(/<input/g)?.length ?? 0).toBe(ids.length);
      for (const id of ids) expect(html).toContain(`<label for="${id}">`);
    }
  });
});

describe("a form", () => {
  it.each(["http://evil.test", "null", "http://localhost:81", "https://localhost"])(
    "from %s is rejected",
    async (origin) => {
      const merchant = await createMerchant();
      const url = await openCheckout(merchant);
      for (const page of [url, `${url}/northbank`, url.replace("cashier", "challenge")]) {
        const response = await merchant.submit(page, { action: "pay" }, { origin });
        expect(response.status).toBe(403);
      }
      expect(merchant.sandbox.transactions()[0]?.status).toBe("pending");
    },
  );

  it("needs no origin from a program", async () => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant);
    const body = new URLSearchParams({ action: "pay" });
    const response = await merchant.sandbox.fetch(`${url}/northbank`, { method: "POST", body });
    expect(response.status).toBe(303);
  });

  it.each(["text/plain", "application/json", "multipart/form-data; boundary=x"])(
    "with the type %s is rejected",
    async (type) => {
      const merchant = await createMerchant();
      const url = await openCheckout(merchant);
      const response = await merchant.sandbox.fetch(`${url}/northbank`, {
        method: "POST",
        headers: { "content-type": type },
        body: "action=pay",
      });
      expect([response.status, merchant.sandbox.transactions()[0]?.status]).toEqual([
        400,
        "pending",
      ]);
    },
  );
});

describe("a host", () => {
  it.each([
    "evil.test",
    "127.0.0.1.evil.test",
    "localhost.evil.test",
    "192.168.0.1",
    "user@evil.test",
    "",
  ])("named %j is rejected", async (host) => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant);
    for (const path of [url, `${merchant.sandbox.baseUrl}/transactions`]) {
      const response = await merchant.sandbox.fetch(path, {
        headers: { host, "x-api-key": merchant.sandbox.apiKey },
      });
      expect(response.status).toBe(403);
    }
  });

  it.each([
    [false, 403],
    [true, 200],
  ])("with another name is accepted if allowRemote is %s", async (allowRemote, status) => {
    const merchant = await createMerchant();
    onTestFinished(() => merchant.sandbox.close());
    await merchant.sandbox.listen({ allowRemote });
    const url = new URL(await openCheckout(merchant));
    expect(await statusFor(url, `evil.test:${url.port}`)).toBe(status);
    expect(await statusFor(url, `localhost:${url.port}`)).toBe(200);
  });

  it("is checked in process too", async () => {
    const { sandbox } = await createMerchant();
    for (const headers of [{}, { host: "localhost" }]) {
      const response = await sandbox.fetch("http://evil.test/transactions", {
        headers: { "x-api-key": sandbox.apiKey, ...headers },
      });
      expect(response.status).toBe(403);
    }
  });
});

/** Node's fetch does not allow a custom Host header. */
function statusFor(url: URL, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}
