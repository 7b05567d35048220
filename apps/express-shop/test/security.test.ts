import { describe, expect, it } from "vitest";
import { customerAtCashier, openWorld } from "./world.js";

describe("a form", () => {
  it.each([
    ["another site", new Headers({ origin: "https://elsewhere.example" })],
    ["a sandboxed frame", new Headers({ origin: "null" })],
    ["no origin", new Headers()],
  ])("is rejected from %s", async (_name, headers) => {
    const world = await openWorld();
    for (const path of ["/basket", "/checkout", "/wallet/withdraw", "/office/payouts/1/approve"]) {
      const response = await fetch(world.shopUrl + path, { method: "POST", headers });
      expect(response.status).toBe(403);
    }
  });

  it("cannot inject markup", async () => {
    const world = await openWorld();
    const customer = world.newCustomer();
    await customer.open(`${world.shopUrl}/wallet`);
    await customer.press("Withdraw", { amount: `"><script>alert(1)</script>` });
    expect(customer.page().text).toContain("&#34;&#62;&#60;script&#62;");
    expect(customer.page().text).not.toContain("<script>alert");
  });

  it("is limited in size", async () => {
    const world = await openWorld();
    const response = await fetch(`${world.shopUrl}/basket`, {
      method: "POST",
      headers: { origin: world.shopUrl },
      body: new URLSearchParams({ product: "x".repeat(10_000) }),
    });
    expect(response.status).toBe(413);
  });

  it("ignores unknown products and missing fields", async () => {
    const world = await openWorld();
    const customer = world.newCustomer();
    await customer.open(world.shopUrl);
    await customer.post(`${world.shopUrl}/basket`);
    await customer.press("Add Night Watch", { product: "__proto__" });
    expect(customer.page().text).toContain("Your basket is empty");
    await customer.post(`${world.shopUrl}/checkout`);
    expect(world.sandbox.transactions()).toEqual([]);
  });
});

describe("the back office", () => {
  it.each([
    ["no password", undefined],
    ["a wrong password", `Basic ${btoa("clerk:guess")}`],
    ["another scheme", `Bearer ${btoa("clerk:roast-at-dawn")}`],
  ])("is closed with %s", async (_name, authorization) => {
    const world = await openWorld();
    const headers = {
      origin: world.shopUrl,
      ...(authorization === undefined ? {} : { authorization }),
    };
    for (const [path, method] of [
      ["/office", "GET"],
      ["/office/events", "GET"],
      ["/office/payouts/1/approve", "POST"],
    ] as const) {
      const response = await fetch(world.shopUrl + path, { method, headers });
      expect(response.status).toBe(401);
    }
  });
});

describe("a customer", () => {
  it("cannot be impersonated with the id that the gateway knows", async () => {
    const world = await openWorld();
    const { order } = await customerAtCashier(world);
    const response = await fetch(`${world.shopUrl}/orders/${order.id}`, {
      headers: { cookie: `shop_customer=${order.customer}` },
    });
    expect(response.status).toBe(404);
  });

  it("gets an HttpOnly, SameSite cookie", async () => {
    const world = await openWorld();
    const response = await fetch(world.shopUrl);
    expect(response.headers.get("set-cookie")).toMatch(
      /^shop_customer=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});
