import { describe, expect, it } from "vitest";
import { confirmPayout, openCheckout } from "../merchant.js";
import { createVisitor, hostile, type Visitor } from "./visitor.js";

const addressIn = (html: string, pattern: RegExp): string =>
  (pattern.exec(html)?.[1] ?? "").replaceAll("&amp;", "&");

const crumbOf = (html: string): string => addressIn(html, /class="crumb" href="([^"]*)"/);

/** Opens the first entry of a list. */
async function openFromList(visitor: Visitor, list: string): Promise<string> {
  const entry = addressIn(await visitor.read(list), /class="row-link" href="\/portal\/([^"]*)"/);
  return visitor.read(entry);
}

describe("the link from an entry to its list", () => {
  it("keeps the list's filter", async () => {
    const visitor = await createVisitor();
    await openCheckout(visitor);
    const entry = await openFromList(visitor, "transactions?status=pending&q=order&mode=test");
    expect(crumbOf(entry)).toBe("/portal/transactions?status=pending&q=order&mode=test");
  });

  it("has no parameter without a filter", async () => {
    const visitor = await createVisitor();
    await openCheckout(visitor);
    const list = await visitor.read("transactions?q=&status=");
    expect(list).not.toContain("back=");
    expect(crumbOf(await openFromList(visitor, "transactions"))).toBe("/portal/transactions");
  });

  it("keeps the filter after a form", async () => {
    const visitor = await createVisitor();
    await confirmPayout(visitor);
    const entry = await openFromList(visitor, "transactions?type=withdrawal");
    const action = addressIn(entry, /action="\/portal\/([^"]*decision[^"]*)"/);
    expect(crumbOf(await visitor.post(action, { decision: "approve" }))).toBe(
      "/portal/transactions?type=withdrawal",
    );
  });

  it("keeps the state of deliveries", async () => {
    const visitor = await createVisitor();
    await visitor.submit(`${await openCheckout(visitor)}/northbank`, { action: "pay" });
    expect(crumbOf(await openFromList(visitor, "deliveries?state=pending"))).toBe(
      "/portal/deliveries?state=pending",
    );
  });

  it.each([
    "https://evil.test/",
    "//evil.test",
    "javascript:alert(1)",
    "account=other&mode=live&back=x",
    hostile,
  ])("stays in the list with %s", async (back) => {
    const visitor = await createVisitor();
    await openCheckout(visitor);
    const id = visitor.sandbox.transactions()[0]?.transaction_id ?? "";
    const html = await visitor.read(`transactions/${id}?back=${encodeURIComponent(back)}`);
    const { origin, pathname, searchParams } = new URL(crumbOf(html), "http://localhost");
    expect([origin, pathname]).toEqual(["http://localhost", "/portal/transactions"]);
    expect([...searchParams.keys()]).not.toContain("account");
    expect(html).not.toContain("<script>alert");
  });
});
