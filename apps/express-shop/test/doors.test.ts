// @ts-check
// Who is let in, and what cannot be smuggled in.
import { describe, expect, test } from "vitest";
import { customerAtCashier, openWorld } from "./world.js";

describe("a form", () => {
  test.each([
    ["another site", { origin: "https://elsewhere.example" }],
    ["a sandboxed frame", { origin: "null" }],
    ["nowhere", {}],
  ])("sent from %s is refused", async (_name, headers) => {
    const world = await openWorld();
    for (const path of ["/basket", "/checkout", "/wallet/withdraw", "/office/payouts/1/approve"]) {
      const answer = await fetch(world.shopUrl + path, { method: "POST", headers });
      expect(answer.status).toBe(403);
    }
  });

  test("cannot bring markup into a page", async () => {
    const world = await openWorld();
    const customer = world.newCustomer();
    await customer.open(`${world.shopUrl}/wallet`);
    await customer.press("Withdraw", { amount: `"><script>alert(1)</script>` });
    expect(customer.page().text).toContain("&#34;&#62;&#60;script&#62;");
    expect(customer.page().text).not.toContain("<script>alert");
  });

  test("cannot be as large as it likes", async () => {
    const world = await openWorld();
    const answer = await fetch(`${world.shopUrl}/basket`, {
      method: "POST",
      headers: { origin: world.shopUrl },
      body: new URLSearchParams({ product: "x".repeat(10_000) }),
    });
    expect(answer.status).toBe(413);
  });

  test("with a product that is not sold, or without fields, changes nothing", async () => {
    const world = await openWorld();
    const customer = world.newCustomer();
    await customer.open(world.shopUrl);
    await customer.post(`${world.shopUrl}/basket`);
    await customer.press("Add Night Watch", { product: "__proto__" });
    expect(customer.page().text).toContain("Empty, for now");
    await customer.post(`${world.shopUrl}/checkout`);
    expect(world.sandbox.transactions()).toEqual([]);
  });
});

describe("the back office", () => {
  test.each([
    ["no password", undefined],
    ["a wrong one", `Basic ${btoa("clerk:guess")}`],
    ["another scheme", `Bearer ${btoa("clerk:roast-at-dawn")}`],
  ])("is closed to %s", async (_name, authorization) => {
    const world = await openWorld();
    const headers = { origin: world.shopUrl, ...(authorization && { authorization }) };
    for (const [path, method] of [
      ["/office", "GET"],
      ["/office/events", "GET"],
      ["/office/payouts/1/approve", "POST"],
    ] as const) {
      const answer = await fetch(world.shopUrl + path, { method, headers });
      expect(answer.status).toBe(401);
    }
  });
});

describe("a customer", () => {
  test("is known to the gateway by a name that opens nothing", async () => {
    const world = await openWorld();
    const { order } = await customerAtCashier(world);
    const answer = await fetch(`${world.shopUrl}/orders/${order.id}`, {
      headers: { cookie: `shop_customer=${order.customer}` },
    });
    expect(answer.status).toBe(404);
  });

  test("gets a cookie that no script and no other site can use", async () => {
    const world = await openWorld();
    const answer = await fetch(world.shopUrl);
    expect(answer.headers.get("set-cookie")).toMatch(
      /^shop_customer=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});
