import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { ProviderRule } from "../../gateway/provider-rules.js";
import type { Provider } from "../../storage/providers.js";
import type { FormState } from "../forms/fields.js";
import { icon } from "../icons.js";
import { confirmButton } from "../parts/confirm-button.js";
import { dataTable, type TableRow } from "../parts/data-table.js";
import { emptyState } from "../parts/empty-state.js";
import type { PageContext } from "../page-context.js";
import { describeRule } from "./describe-rule.js";
import { ruleFields } from "./rule-form.js";
import { trialSection, type Trial } from "./trial-section.js";

/** The content of the provider rules page. */
interface ProviderRulesContent {
  readonly page: PageContext;
  readonly merchantName: string;
  readonly rules: readonly ProviderRule[];
  readonly providers: readonly Provider[];
  readonly trial: Trial;
  readonly creation?: FormState;
}

/** The list of rules, the test form, and the form for a new rule. */
export function providerRulesView(content: ProviderRulesContent): Markup {
  const { page, merchantName, rules, providers, trial, creation } = content;
  return html`<header class="head">
      <h1>Provider rules</h1>
      <p>
        Rules decide which <a href="${page.href("providers")}">providers</a> the cashier of
        ${merchantName} shows. A provider without rules is always shown. With rules, it is shown if
        at least one of them matches the payment.
      </p>
    </header>
    <div class="sheet list" id="rules-list" data-live>
      ${
        rules.length === 0
          ? emptyState({
              title: "No rules yet",
              text: "All active providers are shown for every payment. Adding a rule to a provider hides it for payments that do not match.",
            })
          : table(content)
      }
    </div>
    <div class="columns">
      <section class="sheet padded" aria-labelledby="new-rule-title">
        <h2 id="new-rule-title">New rule</h2>
        <form method="post" action="${page.href("provider-rules/create")}">
          ${ruleFields(creation ?? { id: "new-rule", values: {} }, providers)}
          <div class="actions"><button class="go">Add rule</button></div>
        </form>
      </section>
      ${trialSection(page, trial)}
    </div>`;
}

/** The page of one rule. */
export function providerRuleView(content: {
  page: PageContext;
  rule: ProviderRule;
  providers: readonly Provider[];
  form: FormState;
}): Markup {
  const { page, rule, providers, form } = content;
  return html`<a class="crumb" href="${page.href("provider-rules")}"
      >${icon("back")} Provider rules</a
    >
    <header class="head">
      <h1>Edit rule</h1>
      <p>Currently, ${nameOf(rule, providers)} is shown for ${describeRule(rule)}.</p>
    </header>
    <section class="sheet padded">
      <form method="post" action="${page.href(`provider-rules/${rule.ruleId}`)}">
        ${ruleFields(form, providers)}
        <div class="actions">
          <button class="go">Save</button>
          <a class="button" href="${page.href("provider-rules")}">Cancel</a>
        </div>
      </form>
    </section>`;
}

function table({ page, rules, providers }: ProviderRulesContent): Markup {
  return dataTable({
    caption: "Provider rules",
    columns: [
      { title: "Provider" },
      { title: "Shown for" },
      { title: "State" },
      { title: "Change", look: "buttons" },
    ],
    rows: rules.map((rule) => toRow(page, rule, providers)),
  });
}

function toRow(page: PageContext, rule: ProviderRule, providers: readonly Provider[]): TableRow {
  const name = nameOf(rule, providers);
  const path = `provider-rules/${rule.ruleId}`;
  const what = `the rule of ${name}: ${describeRule(rule)}`;
  return {
    key: rule.ruleId,
    ...(rule.enabled ? {} : { className: "revoked" }),
    cells: [
      name,
      describeRule(rule),
      html`<form class="switch" method="post" action="${page.href(`${path}/switch`)}">
        <input type="hidden" name="enabled" value="${rule.enabled ? "no" : "yes"}" />
        <span class="badge ${rule.enabled ? "good" : ""}">${rule.enabled ? "on" : "off"}</span>
        <button>Turn ${rule.enabled ? "off" : "on"}<span class="unseen"> ${what}</span></button>
      </form>`,
      html`<div class="actions">
        <a class="button" href="${page.href(path)}">Edit<span class="unseen"> ${what}</span></a>
        ${confirmButton({
          id: `delete-${rule.ruleId}`,
          label: "Delete",
          subject: what,
          explanation:
            "This cannot be undone. To disable the rule temporarily, turn it off instead.",
          action: page.href(`${path}/delete`),
          button: "Delete",
        })}
      </div>`,
    ],
  };
}

function nameOf({ providerId }: ProviderRule, providers: readonly Provider[]): string {
  return providers.find((provider) => provider.providerId === providerId)?.name ?? providerId;
}
