import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Type } from "../../gateway/transaction-record.js";
import type { DailyTotal } from "../../storage/daily-totals.js";
import { breakable, toRawSum, toSumText } from "../parts/amount.js";
import { copyButton } from "../parts/copy-button.js";
import { dataTable } from "../parts/data-table.js";
import type { PageContext } from "../page-context.js";
import { approvalRate, sumOf } from "./summarize-totals.js";

/** The currencies with a row of their own. */
const maxRows = 12;

/** The currencies of the totals, the most frequent first, and the value of the filter for days. */
interface FiguresContext {
  readonly page: PageContext;
  readonly currencies: readonly string[];
  readonly days: string | undefined;
}

/** The most important figures. Amounts are separate for each currency, because currencies cannot be added. */
export function keyFigures(
  totals: readonly DailyTotal[],
  { page, currencies, days }: FiguresContext,
): Markup {
  const [only = ""] = currencies;
  const sums = [
    ["Collected", volume(totals, "deposit", only)],
    ["Paid out", volume(totals, "withdrawal", only)],
  ] as const;
  const figures = [
    ...(currencies.length === 1 ? sums : []),
    ["Transactions", sumOf(totals, {}).count.toLocaleString("en-GB")],
    ["Approval rate", toRateText(totals)],
  ] as const;
  return html`<dl class="figures">
      ${figures.map(
        ([name, value]) =>
          html`<div class="sheet">
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${currencies.length === 1 ? "" : currencyTable(totals, { page, currencies, days })}`;
}

/** The figures of each currency, the most frequent first. Each one links to its own charts. */
function currencyTable(
  totals: readonly DailyTotal[],
  { page, currencies, days }: FiguresContext,
): Markup {
  const more = currencies.length - maxRows;
  return html`<section class="sheet list" aria-labelledby="currencies-title">
    <h2 id="currencies-title" class="inset">Currencies</h2>
    ${dataTable({
      caption: "Currencies, most frequent first",
      columns: [
        { title: "Currency" },
        { title: "Collected", look: "number" },
        { title: "Paid out", look: "number" },
        { title: "Transactions", look: "number" },
        { title: "Approval rate", look: "number" },
      ],
      rows: currencies.slice(0, maxRows).map((currency) => {
        const own = totals.filter((total) => total.currency === currency);
        const address = page.href("analytics", { currency, days });
        return {
          key: currency,
          cells: [
            html`<a class="target" href="${address}">${currency}</a>`,
            volume(own, "deposit", currency),
            volume(own, "withdrawal", currency),
            sumOf(own, {}).count.toLocaleString("en-GB"),
            toRateText(own),
          ],
        };
      }),
    })}
    ${more <= 0 ? "" : html`<p class="pages">and ${more} more: choose one above</p>`}
  </section>`;
}

/** The successful volume, with a button that copies it as the API would write it. */
function volume(totals: readonly DailyTotal[], type: Type, currency: string): Markup {
  const { amountMinor } = sumOf(totals, { status: "successful", type, currency });
  const what = `the ${type === "deposit" ? "collected" : "paid out"} ${currency}`;
  return html`<span class="amount"
    >${breakable(toSumText(amountMinor, currency))}
    <small>${currency}</small> ${copyButton(toRawSum(amountMinor), what)}</span
  >`;
}

function toRateText(totals: readonly DailyTotal[]): string {
  const rate = approvalRate(totals);
  return rate === undefined ? "no decisions" : toPercent(rate);
}

/** "94.2 %". */
export function toPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
