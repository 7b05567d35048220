import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { providerIcons } from "../../cashier/icons.js";
import type { Contract } from "@numipay/core/protocol";
import { wireProviderId } from "../../gateway/wire-provider-id.js";
import type { Provider } from "../../storage/providers.js";
import { copyable } from "../parts/copy-button.js";
import { dataTable, type TableRow } from "../parts/data-table.js";
import type { PageContext } from "../page-context.js";

/** The content of the providers page. */
interface ProvidersContent {
  readonly page: PageContext;
  readonly contract: Contract;
  readonly merchantName: string;
  readonly providers: readonly Provider[];
  /** The number of enabled rules by provider id. */
  readonly rules: ReadonlyMap<string, number>;
}

const kinds = { bank: "Bank", card: "Card", wallet: "Wallet" } as const;

/** The list of providers, each with a switch. */
export function providersView(content: ProvidersContent): Markup {
  const { page, merchantName, providers } = content;
  return html`<header class="head">
      <h1>Providers</h1>
      <p>
        The payment methods of ${merchantName}. Direct payments use the provider ID. The cashier
        shows providers that are on and that the
        <a href="${page.href("provider-rules")}">provider rules</a> allow.
      </p>
    </header>
    <div class="sheet list" id="providers-list" data-live>
      ${dataTable({
        caption: "Providers",
        columns: [
          { title: "Provider" },
          { title: "Provider ID" },
          { title: "Supports" },
          { title: "Rules" },
          { title: "State" },
        ],
        rows: providers.map((provider) => toRow(content, provider)),
      })}
    </div>`;
}

function toRow(content: ProvidersContent, provider: Provider): TableRow {
  const { page, contract, providers } = content;
  const { providerId, name, kind, blurb, enabled } = provider;
  const rules = content.rules.get(providerId) ?? 0;
  const wireId = wireProviderId(contract, providers, provider);
  return {
    key: providerId,
    ...(enabled ? {} : { className: "revoked" }),
    cells: [
      html`<span class="provider"
        >${providerIcons[kind]}<span>${name}<small>${kinds[kind]} · ${blurb}</small></span></span
      >`,
      copyable(wireId, `the id of ${name}`),
      takesText(provider),
      html`<a class="target" href="${page.href("provider-rules")}">${rulesText(rules)}</a>`,
      html`<form class="switch" method="post" action="${page.href("providers/switch")}">
        <input type="hidden" name="provider_id" value="${providerId}" />
        <input type="hidden" name="enabled" value="${enabled ? "no" : "yes"}" />
        <span class="badge ${enabled ? "good" : ""}">${enabled ? "on" : "off"}</span>
        <button>Turn ${enabled ? "off" : "on"}<span class="unseen"> ${name}</span></button>
      </form>`,
    ],
  };
}

function rulesText(rules: number): string {
  if (rules === 0) return "none: always shown";
  return `${rules} ${rules === 1 ? "rule" : "rules"}`;
}

function takesText({ takesDeposits, takesPayouts }: Provider): string {
  if (takesDeposits && takesPayouts) return "Deposits and payouts";
  return takesDeposits ? "Deposits" : "Payouts";
}
