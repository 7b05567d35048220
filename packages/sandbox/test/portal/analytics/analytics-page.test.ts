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

  it("charts each currency with tables", async () => {
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
    expect(text).toContain("Transactions 5 Approval rate 80.0 %");
    expect(text).toContain("EUR 120.50 EUR 30.00 EUR 4 75.0 % USD 50.00 USD 0.00 USD 1 100.0 %");
    expect(text).toContain("120.50 EUR of deposits and 30.00 EUR of payouts succeeded.");
    expect(text).toContain("50.00 USD of deposits and 0.00 USD of payouts succeeded.");
    expect(text).toContain("1 Jan 120.50 0.00 2 Jan 0.00 30.00");
    expect(text).toContain("1 Jan 50.00 0.00 2 Jan 0.00 0.00");
    expect(text).toContain("1 Jan 3 0 1 0 2 Jan 1 0 0 0");
    expect(text).toContain("Northbank Transfer, deposits 3 4 75.0 %");
    expect(text).toContain("Pursa Wallet, payouts 1 1 100.0 %");
    const charts = html.match(/<svg\s+class="chart/g)?.length;
    expect([charts, html.match(/<summary>Show as table/g)?.length]).toEqual([5, 5]);
  });

  it("uses the digits of each currency", async () => {
    await pay({ tracking_id: "1", amount: "12900", currency: "JPY" });
    await pay({ tracking_id: "2", amount: "12900", currency: "JPY" });
    await pay({ tracking_id: "3", amount: "1290.5", currency: "KWD" });
    const html = await visitor.read("analytics");
    const text = textOf(html);
    expect(text).toContain("JPY 25,800 JPY 0 JPY 2 100.0 %");
    expect(text).toContain("KWD 1,290.500 KWD 0.000 KWD 1 100.0 %");
    expect(text).toContain("1 Jan: Deposits 25,800, Payouts 0");
    expect(text).toContain("10,000 20,000 30,000");
    expect(text).toContain("500 1K 1.5K");
    expect(html).toContain('data-copy="25800" aria-label="Copy the collected JPY"');
    expect(html).toContain('data-copy="1290.5"');
  });

  it("limits the charts to the most frequent currencies", async () => {
    const currencies = ["CHF", "EUR", "GBP", "JPY", "USD"];
    for (const [index, currency] of currencies.entries()) {
      for (let count = 0; count <= index; count += 1) {
        await pay({ tracking_id: `${currency}-${count}`, currency });
      }
    }
    const html = await visitor.read("analytics");
    const charted = [...html.matchAll(/data-key="volume-(\w+)"/g)].map(([, currency]) => currency);
    expect(charted).toEqual(["USD", "JPY", "GBP", "EUR"]);
    expect(textOf(html)).toContain("The charts show the 4 most frequent of 5 currencies.");
    expect(textOf(html)).toContain("CHF 200.00 CHF");
  });

  it("says that a sum is larger than it can count", async () => {
    await pay({ tracking_id: "1", amount: "9".repeat(40) });
    expect(textOf(await visitor.read("analytics"))).toContain(
      "Collected over 9, 007, 199, 254, 740.00 EUR",
    );
  });

  it("filters by currency, mode and days", async () => {
    await pay({ tracking_id: "old", amount: "11.00" });
    await visitor.sandbox.advance("10d");
    await pay({ tracking_id: "new", amount: "22.00" });
    await pay({ tracking_id: "usd", amount: "33.00", currency: "USD" });
    const collected = async (query: string): Promise<string | undefined> =>
      /Collected ([\d.,]+ [A-Z]+)/.exec(textOf(await visitor.read(`analytics${query}`)))?.[1];
    expect(await collected("?currency=EUR")).toBe("33.00 EUR");
    expect(await collected("?days=7&currency=EUR")).toBe("22.00 EUR");
    expect(await collected("?currency=USD")).toBe("33.00 USD");
    expect(await collected("?mode=test&currency=EUR&days=90")).toBe("33.00 EUR");
  });

  it.each([
    ["?mode=live", "No live transactions were opened in the last 30 days"],
    ["?days=7&currency=EUR", "No transactions in EUR were opened in the last 7 days"],
    ["?days=7&currency=EUR&mode=test", "No test transactions in EUR were opened"],
  ])("keeps a filter without matches: %s", async (query, words) => {
    await pay({ tracking_id: "old" });
    await visitor.sandbox.advance("10d");
    await pay({ tracking_id: "new", currency: "USD" });
    const html = await visitor.read(`analytics${query}`);
    expect(textOf(html)).toContain(words);
    if (query.includes("EUR")) expect(html).toMatch(/value="EUR" selected/);
  });
});
