import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { providerIcons } from "../../cashier/icons.js";
import type { Contract } from "@numipay/core/protocol";
import { wireProviderId } from "../../gateway/wire-provider-id.js";
import type { Provider } from "../../storage/providers.js";
import { copyable } from "../parts/copy-button.js";
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
    <div class="sheet scroll" id="providers-list" data-live>
      <table class="stack">
        <caption class="unseen">
          Providers
        </caption>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Provider ID</th>
            <th scope="col">Supports</th>
            <th scope="col">Rules</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          ${providers.map((provider) => row(content, provider))}
        </tbody>
      </table>
    </div>`;
}

function row(content: ProvidersContent, provider: Provider): Markup {
  const { page, contract, providers } = content;
  const { providerId, name, kind, blurb, enabled } = provider;
  const rules = content.rules.get(providerId) ?? 0;
  const wireId = wireProviderId(contract, providers, provider);
  return html`<tr data-key="${providerId}" class="${enabled ? "" : "revoked"}">
    <th scope="row">
      <span class="provider"
        >${providerIcons[kind]}<span>${name}<small>${kinds[kind]} · ${blurb}</small></span></span
      >
    </th>
    <td>${copyable(wireId, `the id of ${name}`)}</td>
    <td>${takesText(provider)}</td>
    <td>
      <a href="${page.href("provider-rules")}"
        >${rules === 0 ? "none: always shown" : `${rules} ${rules === 1 ? "rule" : "rules"}`}</a
      >
    </td>
    <td>
      <form class="switch" method="post" action="${page.href("providers/switch")}">
        <input type="hidden" name="provider_id" value="${providerId}" />
        <input type="hidden" name="enabled" value="${enabled ? "no" : "yes"}" />
        <span class="badge ${enabled ? "good" : ""}">${enabled ? "on" : "off"}</span>
        <button>Turn ${enabled ? "off" : "on"}<span class="unseen"> ${name}</span></button>
      </form>
    </td>
  </tr>`;
}

function takesText({ takesDeposits, takesPayouts }: Provider): string {
  if (takesDeposits && takesPayouts) return "Deposits and payouts";
  return takesDeposits ? "Deposits" : "Payouts";
}
