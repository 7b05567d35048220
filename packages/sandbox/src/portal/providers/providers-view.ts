import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { providerIcons } from "../../cashier/icons.js";
import type { Contract } from "@numipay/core/protocol";
import { wireProviderId } from "../../gateway/wire-provider-id.js";
import type { Provider } from "../../storage/providers.js";
import { copyable } from "../parts/copy-button.js";
import type { PageContext } from "../page-context.js";

/** What the page of the providers shows. */
interface ProvidersContent {
  readonly turn: PageContext;
  readonly contract: Contract;
  readonly merchantName: string;
  readonly providers: readonly Provider[];
  /** How many enabled rules each provider has, by its id. */
  readonly rules: ReadonlyMap<string, number>;
}

const kinds = { bank: "Bank", card: "Card", wallet: "Wallet" } as const;

/** The list of providers, each with a switch. */
export function providersView(content: ProvidersContent): Markup {
  const { turn, merchantName, providers } = content;
  return html`<header class="head">
      <h1>Providers</h1>
      <p>
        Of ${merchantName}. A direct integration names one by its ID; the cashier shows those that
        are switched on and that the <a href="${turn.href("provider-rules")}">provider rules</a> let
        through.
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
            <th scope="col">Takes</th>
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
  const { turn, contract, providers } = content;
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
      <a href="${turn.href("provider-rules")}"
        >${rules === 0 ? "none: always shown" : `${rules} ${rules === 1 ? "rule" : "rules"}`}</a
      >
    </td>
    <td>
      <form class="switch" method="post" action="${turn.href("providers/switch")}">
        <input type="hidden" name="provider_id" value="${providerId}" />
        <input type="hidden" name="enabled" value="${enabled ? "no" : "yes"}" />
        <span class="badge ${enabled ? "good" : ""}">${enabled ? "on" : "off"}</span>
        <button>Switch ${enabled ? "off" : "on"}<span class="unseen"> ${name}</span></button>
      </form>
    </td>
  </tr>`;
}

function takesText({ takesDeposits, takesPayouts }: Provider): string {
  if (takesDeposits && takesPayouts) return "Deposits and payouts";
  return takesDeposits ? "Deposits" : "Payouts";
}
