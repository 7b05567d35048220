import { describe, expect, it } from "vitest";
import { createMerchant, openCheckout, order, type Merchant } from "../merchant.js";

/** What Chromium sends. */
const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
const visit = ({ sandbox }: Merchant, url: string, init: RequestInit = {}) =>
  sandbox.fetch(url, { redirect: "manual", headers: { accept }, ...init });
const linksOf = (html: string) => [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, to]) => to);

const unknownPaths = [
  "/cashier",
  "/cashier/",
  "/cashier/none",
  "/cashier/none/cardo",
  "/cashier/none/cardo/more",
  "/cashier/%zz",
  "/challenge",
  "/challenge/none",
  "/challenge/none/more",
  "/result",
  "/result/none",
  "/result/none/more",
];

describe("a page that does not exist", () => {
  it.each(unknownPaths)("leads to the welcome page: %s", async (path) => {
    const merchant = await createMerchant();
    const page = await visit(merchant, path);
    expect([page.status, page.headers.get("content-type")]).toEqual([
      404,
      "text/html; charset=UTF-8",
    ]);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain("<h1>Page not found</h1>");
    expect(linksOf(html)).toEqual(["/"]);
  });

  it.each(["/more/and/more", "/nobank", "/cardo/more"])(
    "leads back to a known payment: %s",
    async (path) => {
      const merchant = await createMerchant();
      const url = await openCheckout(merchant, { return_url: "http://shop.test/back" });
      const page = await visit(merchant, url + path);
      expect(page.status).toBe(404);
      const html = await page.text();
      expect(html).toContain("Demo Merchant");
      expect(linksOf(html)).toEqual([
        new URL(url).pathname,
        "http://shop.test/back?tracking_id=order-1",
      ]);
    },
  );

  it("leads to the result of a finished payment", async () => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    const result = new URL(url).pathname.replace("cashier", "result");
    expect(linksOf(await (await visit(merchant, `${url}/a/b`)).text())).toEqual([result]);
  });

  it("leads to the provider of a direct payment", async () => {
    const merchant = await createMerchant();
    const request = order({ provider_id: "pursa" });
    const { body } = await merchant.call("POST", "/payments/direct", { request });
    const { pathname } = new URL(String(body["url"]));
    const html = await (await visit(merchant, pathname.replace("pursa", "cardo"))).text();
    expect(linksOf(html)).toEqual([pathname]);
  });
});

describe("a wrong method", () => {
  it.each([
    ["POST", "/result/none"],
    ["POST", "/result/:token"],
    ["PUT", "/cashier/:token"],
    ["DELETE", "/challenge/:token"],
    ["POST", "/cashier/:token/cardo/more"],
  ])("gets a page in a browser, JSON in a program: %s %s", async (method, path) => {
    const merchant = await createMerchant();
    const token = (await openCheckout(merchant)).split("/").at(-1) ?? "";
    const address = path.replace(":token", token);
    const page = await visit(merchant, address, { method });
    expect([page.status, await page.text()]).toEqual([
      404,
      expect.stringContaining("<h1>Page not found</h1>"),
    ]);
    for (const type of ["*/*", "application/json", "application/json, text/html;q=0.5", ""]) {
      const response = await visit(merchant, address, { method, headers: { accept: type } });
      expect([response.status, await response.json()]).toEqual([
        404,
        { message: "The sandbox has no such path." },
      ]);
    }
    expect(merchant.sandbox.transactions()[0]?.stage).toBe("open");
  });
});

describe("a rejected form", () => {
  it.each([
    [403, { action: "pay" }, "http://evil.test", "This form was submitted from another site."],
    [400, { action: "steal" }, undefined, "The form has no valid action."],
  ])("explains the %i and leads back", async (status, fields, origin, text) => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant, { return_url: "http://shop.test/back" });
    const page = await merchant.submit(
      `${url}/northbank`,
      fields,
      origin === undefined ? {} : { origin },
    );
    expect(page.status).toBe(status);
    const html = await page.text();
    expect(html).toContain("<h1>Request rejected</h1>");
    expect(html).toContain(text);
    expect(html).toContain("Nothing was changed.");
    expect(linksOf(html)).toEqual([
      new URL(url).pathname,
      "http://shop.test/back?tracking_id=order-1",
    ]);
  });

  it("leads to the welcome page without a payment", async () => {
    const merchant = await createMerchant();
    const page = await merchant.submit(
      `${merchant.sandbox.baseUrl}/cashier/none`,
      {},
      { origin: "null" },
    );
    expect(linksOf(await page.text())).toEqual(["/"]);
  });
});
