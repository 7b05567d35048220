import { describe, expect, it } from "vitest";
import { portalPages } from "../../src/portal/portal-pages.js";
import { confirmPayout, openCheckout } from "../merchant.js";
import { createVisitor, hostile, type Visitor } from "./visitor.js";

/** A sandbox in which every text that others choose is hostile. */
async function besieged(): Promise<{ visitor: Visitor; pages: string[] }> {
  const visitor = await createVisitor({ webhookUrl: `http://shop.test/?q=${hostile}` });
  visitor.answer(() => new Response(hostile, { status: 500, headers: { "x-answer": hostile } }));
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
  it("shows hostile texts as texts, runs nothing inline and loads nothing from elsewhere", async () => {
    const { visitor, pages } = await besieged();
    const told: string[] = [];
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
      if (html.includes("&lt;script&gt;alert(1)")) told.push(page);
    }
    // The texts are really there: in the list, on both pages of their own, and in the fields that were asked with.
    expect(told).toEqual(
      expect.arrayContaining(["transactions", ...pages.slice(portalPages.length, -2)]),
    );
  });

  it("may do nothing but show itself, run its own script and send its own forms", async () => {
    const { visitor, pages } = await besieged();
    for (const page of [...pages, "nowhere"]) {
      const answer = await visitor.page(`${visitor.sandbox.baseUrl}/portal/${page}`);
      const policy = (answer.headers.get("content-security-policy") ?? "").split("; ");
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
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    }
  });

  it("cannot be taken for the real gateway's", async () => {
    const { visitor, pages } = await besieged();
    for (const page of pages) {
      const html = await visitor.read(page);
      expect(html).toMatch(/<title>SANDBOX · /);
      expect(html).toMatch(/<strong>SANDBOX<\/strong><span>No real money moves here/);
      expect(html).toMatch(/rel="icon" type="image\/svg\+xml" href="\/portal\/assets\/icon\.svg/);
    }
  });

  it("is where /portal leads, with and without a slash behind it", async () => {
    const visitor = await createVisitor();
    for (const [path, location] of [
      ["/portal", "/portal/transactions"],
      ["/portal/", "/portal"],
    ]) {
      const answer = await visitor.page(visitor.sandbox.baseUrl + path);
      expect([answer.status, answer.headers.get("location")]).toEqual([302, location]);
    }
  });

  it("says so where there is none", async () => {
    const visitor = await createVisitor();
    for (const path of ["nowhere", "transactions/none", "deliveries/none", "transactions/a/b"]) {
      const answer = await visitor.page(`${visitor.sandbox.baseUrl}/portal/${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).toContain("SANDBOX");
    }
  });
});

describe("a form of the portal", () => {
  const decide = async (headers: Record<string, string>) => {
    const visitor = await createVisitor();
    const id = await confirmPayout(visitor);
    const answer = await visitor.sandbox.fetch(`/portal/transactions/${id}/decision`, {
      method: "POST",
      redirect: "manual",
      headers,
      body: new URLSearchParams({ decision: "approve" }),
    });
    return { status: answer.status, stage: visitor.sandbox.transactions()[0]?.stage };
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
  ])("is refused with %j", async (headers) => {
    expect(await decide(headers)).toEqual({ status: 403, stage: "review" });
  });

  it.each([
    { origin: "http://localhost" },
    { "sec-fetch-site": "same-origin" },
    { origin: "http://localhost", "sec-fetch-site": "same-origin" },
  ])("is obeyed with %j", async (headers) => {
    expect(await decide(headers)).toEqual({ status: 303, stage: "settling" });
  });
});

describe("a host of another name", () => {
  it.each(["", "/transactions", "/changes", "/assets/live.js"])(
    "reads nothing at /portal%s",
    async (path) => {
      const visitor = await createVisitor();
      for (const host of ["evil.test", "127.0.0.1.evil.test", "192.168.0.1"]) {
        const answer = await visitor.sandbox.fetch(`/portal${path}`, { headers: { host } });
        expect(answer.status).toBe(403);
        expect(await answer.text()).not.toContain("Demo Merchant");
      }
    },
  );
});

describe("a file of the portal", () => {
  it("has an address that changes with it, and may be kept", async () => {
    const visitor = await createVisitor();
    const html = await visitor.read("transactions");
    const files = [...html.matchAll(/\/portal\/assets\/[^"]+\?v=[\w-]{12}/g)].map(([file]) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const answer = await visitor.sandbox.fetch(file);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("cache-control")).toContain("immutable");
    }
  });

  it.each(["none.js", "..%2fpackage.json", "constructor", "__proto__"])(
    "that is none, such as %s, is not read",
    async (name) => {
      const visitor = await createVisitor();
      const answer = await visitor.sandbox.fetch(`/portal/assets/${name}`);
      expect(answer.status).toBe(404);
    },
  );
});
