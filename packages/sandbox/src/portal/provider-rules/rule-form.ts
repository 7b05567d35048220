import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { ProviderRule } from "../../gateway/provider-rules.js";
import type { Provider } from "../../storage/providers.js";
import { problemSummary, selectField, textField, type FormState } from "../forms/fields.js";

/** The fields of a rule. */
export function ruleFields(form: FormState, providers: readonly Provider[]): Markup {
  return html`${problemSummary(form)}
    <div class="grid">
      ${selectField(form, {
        name: "provider_id",
        label: "Provider",
        options: providers.map(({ providerId, name }) => [providerId, name] as const),
      })}
      ${selectField(form, {
        name: "direction",
        label: "Direction",
        options: [
          ["", "Deposits and payouts"],
          ["deposit", "Deposits"],
          ["withdrawal", "Payouts"],
        ],
      })}
      ${textField(form, {
        name: "currencies",
        label: "Currencies",
        placeholder: "EUR, USD",
        maxLength: 400,
        hint: "Leave empty for any.",
      })}
      ${textField(form, {
        name: "countries",
        label: "Countries",
        placeholder: "DE, FR",
        maxLength: 800,
        hint: html`Leave empty for any. A payment without <code>country</code> never matches.`,
      })}
      ${textField(form, {
        name: "min_amount",
        label: "Minimum amount",
        placeholder: "10.00",
        keyboard: "decimal",
        maxLength: 20,
      })}
      ${textField(form, {
        name: "max_amount",
        label: "Maximum amount",
        placeholder: "500.00",
        keyboard: "decimal",
        maxLength: 20,
      })}
      ${selectField(form, {
        name: "enabled",
        label: "State",
        options: [
          ["yes", "On"],
          ["no", "Off"],
        ],
      })}
    </div>`;
}

/** The form's values for an existing rule. */
export function toRuleValues(rule: ProviderRule): Record<string, string> {
  return {
    provider_id: rule.providerId,
    direction: rule.direction ?? "",
    currencies: rule.currencies?.join(", ") ?? "",
    countries: rule.countries?.join(", ") ?? "",
    min_amount: rule.minAmount ?? "",
    max_amount: rule.maxAmount ?? "",
    enabled: rule.enabled ? "yes" : "no",
  };
}
