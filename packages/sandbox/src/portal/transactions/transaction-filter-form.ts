import type { Contract } from "@numipay/core/protocol";
import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { Provider } from "../../storage/providers.js";
import { choice, scopeFields } from "../parts/fields.js";
import { typeTitle } from "../parts/to-title.js";
import type { PageContext } from "../page-context.js";
import type { TransactionFilter } from "./read-transaction-filter.js";

/** Search and filters. The script applies them while typing; without it there is a button. */
export function transactionFilterForm(
  page: PageContext,
  filter: TransactionFilter,
  { contract, providers }: { contract: Contract; providers: readonly Provider[] },
): Markup {
  const plain = (value: string): readonly [string, string] => [value, value];
  return html`<form
    class="filter"
    method="get"
    action="/portal/transactions"
    role="search"
    aria-label="Transactions"
    autocomplete="off"
    data-filter
  >
    ${scopeFields(page.href("transactions"))}
    <label class="wide"
      >Search
      <input
        name="q"
        type="search"
        value="${filter.text ?? ""}"
        placeholder="Transaction, tracking or user ID"
        autocomplete="off"
        spellcheck="false"
    /></label>
    <label
      >Currency
      <input
        name="currency"
        value="${filter.currency ?? ""}"
        maxlength="20"
        placeholder="Any"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
    /></label>
    ${choice({
      name: "status",
      label: "Status",
      any: "Any",
      value: filter.status,
      options: [...contract.statuses.keys()].map(plain),
    })}
    ${choice({
      name: "type",
      label: "Type",
      any: "Any",
      value: filter.type,
      options: contract.types.map((type) => [type, typeTitle(type)] as const),
    })}
    ${choice({
      name: "provider",
      label: "Provider",
      any: "Any",
      value: filter.provider,
      options: providers.map(({ providerId, name }) => [providerId, name] as const),
    })}
    <label class="half"
      >From <input name="from" type="date" value="${filter.fromDay ?? ""}"
    /></label>
    <label class="half">To <input name="to" type="date" value="${filter.toDay ?? ""}" /></label>
    <button class="go without-script">Filter</button>
  </form>`;
}
