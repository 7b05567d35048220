import { describe, expect, it } from "vitest";
import { portalPages } from "../../src/portal/portal-pages.js";
import { confirmPayout, openCheckout } from "../merchant.js";
import { createVisitor, hostile, type Visitor } from "./visitor.js";

/** A sandbox in which all text from outside is hostile. */
async function createHostileSandbox(): Promise<{ visitor: Visitor; pages: string[] }> {
  const visitor = await createVisitor({ webhookUrl: `http://shop.test/?q=${hostile}` });
  visitor.respondWith(
    () => new Response(hostile, { status: 500, headers: { "x-response": hostile } }),
  );
  visitor.sandbox.createAccount({ merchantName: hostile });
  const fields = {
    user_id: hostile,
    tracking_id: hostile,
    return_url: `http://shop.test/?q=${hostile}`,
  };
  await visitor.submit(`${await openCheckout(visitor, fields)}/northbank`, { action: "fail" });
  await visitor.sandbox.flush();
  const transaction = visitor.sandbox.transactions()[0]?.transaction_id ?? "";
  const delivery = visitor.sandbox.deliveries()[0]?.deliveryId ?? "";
  const query = `q=${encodeURIComponent(hostile)}&status=${encodeURIComponent(hostile)}`;
  return {
    visitor,
    pages: [
      ...portalPages.map(({ path }) => path),
      `transactions/${transaction}`,
      `deliveries/${delivery}`,
      `transactions?${query}`,
      `deliveries?state=${encodeURIComponent(hostile)}`,
      `analytics?currency=${encodeURIComponent(hostile)}`,
    ],
  };
}

describe("a page of the portal", () => {
  it("escapes text and loads only its own files", async () => {
    const { visitor, pages } = await createHostileSandbox();
    const escaped: string[] = [];
    for (const page of pages) {
      const html = await visitor.read(page);
      const loaded = [...html.matchAll(/<(?:script|link|img)[^>]*?(?:src|href)="([^"]*)"/g)];
      expect({
        page,
        markup: html.match(/<script>|<img| style="|<style| on\w+="/g),
        scripts: html.match(/<script/g)?.length,
        elsewhere: loaded
          .map(([, at]) => at)
          .filter((at) => at?.startsWith("/portal/assets/") !== true),
      }).toEqual({ page, markup: null, scripts: 1, elsewhere: [] });
      if (html.includes("&lt;script&gt;alert(1)")) escaped.push(page);
    }
    // Verifies that the hostile text is present: in the list, on both detail pages, and in filter fields.
    expect(escaped).toEqual(
      expect.arrayContaining(["transactions", ...pages.slice(portalPages.length, -2)]),
    );
  });

  it("has a strict content security policy", async () => {
    const { visitor, pages } = await createHostileSandbox();
    for (const page of [...pages, "nowhere"]) {
      const response = await visitor.page(`${visitor.sandbox.baseUrl}/portal/${page}`);
      const policy = (response.headers.get("content-security-policy") ?? "").split("; ");
      expect(policy).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ]);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    }
  });

  it("is marked as a sandbox", async () => {
    const { visitor, pages } = await createHostileSandbox();
    for (const page of pages) {
      const html = await visitor.read(page);
      expect(html).toMatch(/<title>SANDBOX · /);
      expect(html).toMatch(/<strong>SANDBOX<\/strong><span>No real money moves here/);
      expect(html).toMatch(
        /rel="icon" type="image\/svg\+xml" href="\/portal\/assets\/[\w-]+\/icon\.svg/,
      );
    }
  });

  it("is the target of /portal and /portal/", async () => {
    const visitor = await createVisitor();
    for (const [path, location] of [
      ["/portal", "/portal/transactions"],
      ["/portal/", "/portal"],
    ]) {
      const response = await visitor.page(visitor.sandbox.baseUrl + path);
      expect([response.status, response.headers.get("location")]).toEqual([302, location]);
    }
  });

  it("responds with 404 for an unknown path", async () => {
    const visitor = await createVisitor();
    for (const path of ["nowhere", "transactions/none", "deliveries/none", "transactions/a/b"]) {
      const response = await visitor.page(`${visitor.sandbox.baseUrl}/portal/${path}`);
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.text()).toContain("SANDBOX");
    }
  });
});

describe("a form of the portal", () => {
  const decide = async (headers: Record<string, string>) => {
    const visitor = await createVisitor();
    const id = await confirmPayout(visitor);
    const response = await visitor.sandbox.fetch(`/portal/transactions/${id}/decision`, {
      method: "POST",
      redirect: "manual",
      headers,
      body: new URLSearchParams({ decision: "approve" }),
    });
    return { status: response.status, stage: visitor.sandbox.transactions()[0]?.stage };
  };

  it.each([
    { origin: "http://evil.test" },
    { origin: "null" },
    { origin: "http://localhost:81" },
    { origin: "https://localhost" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { origin: "http://localhost", "sec-fetch-site": "cross-site" },
    { origin: "http://evil.test", "sec-fetch-site": "same-origin" },
    {},
  ])("is rejected with %j", async (headers) => {
    expect(await decide(headers)).toEqual({ status: 403, stage: "review" });
  });

  it.each([
    { origin: "http://localhost" },
    { "sec-fetch-site": "same-origin" },
    { origin: "http://localhost", "sec-fetch-site": "same-origin" },
  ])("is accepted with %j", async (headers) => {
    expect(await decide(headers)).toEqual({ status: 303, stage: "settling" });
  });
});

describe("another host name", () => {
  it.each(["", "/transactions", "/changes", "/assets/any/live.js"])(
    "is rejected at /portal%s",
    async (path) => {
      const visitor = await createVisitor();
      for (const host of ["evil.test", "127.0.0.1.evil.test", "192.168.0.1"]) {
        const response = await visitor.sandbox.fetch(`/portal${path}`, { headers: { host } });
        expect(response.status).toBe(403);
        expect(await response.text()).not.toContain("Demo Merchant");
      }
    },
  );
});

describe("an asset", () => {
  it("has a versioned, cacheable URL", async () => {
    const visitor = await createVisitor();
    const html = await visitor.read("transactions");
    const files = [...html.matchAll(/\/portal\/assets\/[\w-]{12}\/[^"]+/g)].map(([file]) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const response = await visitor.sandbox.fetch(file);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toContain("immutable");
    }
  });

  it.each(["none.js", "..%2fpackage.json", "constructor", "__proto__"])(
    "named %s is not found",
    async (name) => {
      const visitor = await createVisitor();
      for (const path of [name, `version/${name}`]) {
        const response = await visitor.sandbox.fetch(`/portal/assets/${path}`);
        expect(response.status).toBe(404);
      }
    },
  );

  it("is not cached under another version", async () => {
    const visitor = await createVisitor();
    const response = await visitor.sandbox.fetch("/portal/assets/other/style.css");
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});
