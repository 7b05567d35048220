import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { matchesPath, openness, readPathFields, toRoute } from "../../src/api/route-path.js";

describe("a route", () => {
  it.each([
    ["/transactions", "/transactions", {}],
    ["/transactions/{id}", "/transactions/order-1", { id: "order-1" }],
    ["/transactions/{id}", "/transactions/a%2Fb%20c", { id: "a/b c" }],
    ["/transactions/{id}", "/transactions/%ff", { id: "%ff" }],
    ["/a/{x}/b/{y}", "/a/1/b/2", { x: "1", y: "2" }],
    ["/payouts/{id}:approve", "/payouts/7:approve", { id: "7" }],
    ["/{from}..{to}.json", "/a..b.json", { from: "a", to: "b" }],
    ["/v2/refund-{refund-id}", "/v2/refund-7", { "refund-id": "7" }],
    ["/:odd/*", "/:odd/*", {}],
  ])("of %s matches %s", async (path, pathname, fields) => {
    const app = new Hono();
    app.get(toRoute(path), (c) => c.json(readPathFields(path, new URL(c.req.url).pathname)));
    const response = await app.request(pathname);
    expect([response.status, await response.json()]).toEqual([200, fields]);
    expect(matchesPath(path, pathname)).toBe(true);
  });

  it.each([
    ["/payouts/{id}:approve", "/payouts/7:reject"],
    ["/transactions/{id}", "/transactions/a/b"],
    ["/transactions/{id}", "/transactions/"],
    ["/:odd", "/even"],
    ["/*", "/even"],
  ])("of %s does not match %s", async (path, pathname) => {
    const app = new Hono();
    app.get(toRoute(path), (c) => c.text("taken"));
    expect((await app.request(pathname)).status).toBe(404);
    expect(matchesPath(path, pathname)).toBe(false);
  });

  it("is ordered by its number of placeholders", () => {
    expect(["/a/{x}/{y}", "/a/{x}/b", "/a/b/c"].map(openness)).toEqual([2, 1, 0]);
  });
});
