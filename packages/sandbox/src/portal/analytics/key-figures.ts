import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { DailyTotal } from "../../storage/daily-totals.js";
import { toSumText } from "../parts/amount.js";
import { approvalRate, sumOf } from "./summarize-totals.js";

/** The most important figures. Volumes are in one currency, because currencies cannot be added. */
export function keyFigures(totals: readonly DailyTotal[], currency: string): Markup {
  const volume = (type: "deposit" | "withdrawal"): string =>
    toSumText(sumOf(totals, { status: "successful", type, currency }).amountMinor);
  const rate = approvalRate(totals);
  const figures = [
    ["Collected", html`${volume("deposit")} <small>${currency}</small>`],
    ["Paid out", html`${volume("withdrawal")} <small>${currency}</small>`],
    ["Transactions", html`${sumOf(totals, {}).count.toLocaleString("en-GB")}`],
    ["Approved", html`${rate === undefined ? "–" : toPercent(rate)}`],
  ] as const;
  return html`<dl class="figures">
    ${figures.map(
      ([name, value]) =>
        html`<div class="sheet">
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** "94.2 %". */
export function toPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
