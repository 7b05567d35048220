import { beforeEach, describe, expect, it } from "vitest";
import { confirmPayout, openCheckout } from "../../merchant.js";
import { createVisitor, textOf, type Visitor } from "../visitor.js";

let visitor: Visitor;
beforeEach(async () => {
  visitor = await createVisitor();
});

async function pay(fields: Record<string, unknown>, action = "pay"): Promise<void> {
  await visitor.submit(`${await openCheckout(visitor, fields)}/northbank`, { action });
}

describe("the analytics page", () => {
  it("shows a placeholder without transactions", async () => {
    const html = await visitor.read("analytics");
    expect(html).toContain("No data yet");
    expect(html).not.toContain('<svg class="chart');
  });

  it("charts the transactions with tables", async () => {
    await pay({ tracking_id: "1", amount: "100.00" });
    await pay({ tracking_id: "2", amount: "20.50" });
    await pay({ tracking_id: "3", amount: "7.00" }, "fail");
    await pay({ tracking_id: "4", amount: "50.00", currency: "USD" });
    await visitor.sandbox.advance("1d");
    const id = await confirmPayout(visitor, { tracking_id: "5", amount: "30.00" });
    await visitor.post(`transactions/${id}/decision`, { decision: "approve" });
    await visitor.sandbox.flush();
    const html = await visitor.read("analytics");
    const text = textOf(html);
    expect(text).toContain(
      "Collected 120.50 EUR Paid out 30.00 EUR Transactions 5 Approved 80.0 %",
    );
    expect(text).toContain("1 Jan 120.50 0.00 2 Jan 0.00 30.00");
    expect(text).toContain("1 Jan 3 0 1 0 2 Jan 1 0 0 0");
    expect(text).toContain("Northbank Transfer, deposits 3 4 75.0 %");
    expect(text).toContain("Pursa Wallet, payouts 1 1 100.0 %");
    const charts = html.match(/<svg\s+class="chart/g)?.length;
    expect([charts, html.match(/<summary>Show as table/g)?.length]).toEqual([4, 4]);
  });

  it("filters by currency, mode and days", async () => {
    await pay({ tracking_id: "old", amount: "11.00" });
    await visitor.sandbox.advance("10d");
    await pay({ tracking_id: "new", amount: "22.00" });
    await pay({ tracking_id: "usd", amount: "33.00", currency: "USD" });
    const collected = async (query: string): Promise<string | undefined> =>
      /Collected ([\d.,]+ [A-Z]+)/.exec(textOf(await visitor.read(`analytics${query}`)))?.[1];
    expect(await collected("")).toBe("33.00 EUR");
    expect(await collected("?days=7")).toBe("22.00 EUR");
    expect(await collected("?currency=USD")).toBe("33.00 USD");
    expect(await collected("?mode=test&currency=EUR&days=90")).toBe("33.00 EUR");
    expect(await visitor.read("analytics?mode=live")).toContain("No data yet");
  });
});
