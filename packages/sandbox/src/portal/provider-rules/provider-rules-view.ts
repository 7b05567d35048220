import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { ProviderRule } from "../../gateway/provider-rules.js";
import type { Provider } from "../../storage/providers.js";
import type { FormState } from "../forms/fields.js";
import { askFirst } from "../parts/ask-first.js";
import { emptyState } from "../parts/empty-state.js";
import type { PageContext } from "../page-context.js";
import { describeRule } from "./describe-rule.js";
import { ruleFields } from "./rule-form.js";
import { trialSection, type Trial } from "./trial-section.js";

/** What the page of the rules shows. */
interface ProviderRulesContent {
  readonly turn: PageContext;
  readonly merchantName: string;
  readonly rules: readonly ProviderRule[];
  readonly providers: readonly Provider[];
  readonly trial: Trial;
  readonly creation?: FormState;
}

/** The list of rules, the try-out, and the form for another rule. */
export function providerRulesView(content: ProviderRulesContent): Markup {
  const { turn, merchantName, rules, providers, trial, creation } = content;
  return html`<header class="head">
      <h1>Provider rules</h1>
      <p>
        Which <a href="${turn.href("providers")}">providers</a> the cashier of ${merchantName}
        shows. One without rules is always shown; with rules, where at least one of them fits the
        payment.
      </p>
    </header>
    <div class="sheet scroll" id="rules-list" data-live>
      ${
        rules.length === 0
          ? emptyState({
              title: "No rules yet",
              text: "Every provider that is switched on is shown for every payment. The first rule of a provider hides it from all that the rule does not fit.",
            })
          : table(content)
      }
    </div>
    <div class="columns">
      <section class="sheet padded" aria-labelledby="new-rule-title">
        <h2 id="new-rule-title">New rule</h2>
        <form method="post" action="${turn.href("provider-rules/create")}">
          ${ruleFields(creation ?? { id: "new-rule", values: {} }, providers)}
          <div class="actions"><button class="go">Add the rule</button></div>
        </form>
      </section>
      ${trialSection(turn, trial)}
    </div>`;
}

/** The page of one rule. */
export function providerRuleView(content: {
  turn: PageContext;
  rule: ProviderRule;
  providers: readonly Provider[];
  form: FormState;
}): Markup {
  const { turn, rule, providers, form } = content;
  return html`<header class="head">
      <p><a href="${turn.href("provider-rules")}">Provider rules</a></p>
      <h1>Edit the rule</h1>
      <p>Now: ${nameOf(rule, providers)} is shown for ${describeRule(rule)}.</p>
    </header>
    <section class="sheet padded">
      <form method="post" action="${turn.href(`provider-rules/${rule.ruleId}`)}">
        ${ruleFields(form, providers)}
        <div class="actions">
          <button class="go">Save</button>
          <a class="button" href="${turn.href("provider-rules")}">Leave it as it is</a>
        </div>
      </form>
    </section>`;
}

function table({ turn, rules, providers }: ProviderRulesContent): Markup {
  return html`<table class="stack">
    <caption class="unseen">
      Provider rules
    </caption>
    <thead>
      <tr>
        <th scope="col">Provider</th>
        <th scope="col">Is shown for</th>
        <th scope="col">State</th>
        <th scope="col"><span class="unseen">Change</span></th>
      </tr>
    </thead>
    <tbody>
      ${rules.map((rule) => row(turn, rule, providers))}
    </tbody>
  </table>`;
}

function row(turn: PageContext, rule: ProviderRule, providers: readonly Provider[]): Markup {
  const name = nameOf(rule, providers);
  const path = `provider-rules/${rule.ruleId}`;
  const what = `the rule of ${name}: ${describeRule(rule)}`;
  return html`<tr data-key="${rule.ruleId}" class="${rule.enabled ? "" : "revoked"}">
    <th scope="row">${name}</th>
    <td class="wrap">${describeRule(rule)}</td>
    <td>
      <form class="switch" method="post" action="${turn.href(`${path}/switch`)}">
        <input type="hidden" name="enabled" value="${rule.enabled ? "no" : "yes"}" />
        <span class="badge ${rule.enabled ? "good" : ""}">${rule.enabled ? "on" : "off"}</span>
        <button>Switch ${rule.enabled ? "off" : "on"}<span class="unseen"> ${what}</span></button>
      </form>
    </td>
    <td>
      <div class="actions">
        <a class="button" href="${turn.href(path)}">Edit<span class="unseen"> ${what}</span></a>
        ${askFirst({
          id: `delete-${rule.ruleId}`,
          label: "Delete",
          subject: what,
          explanation: "It is gone for good. Switched off, it could come back.",
          action: turn.href(`${path}/delete`),
          button: "Delete",
        })}
      </div>
    </td>
  </tr>`;
}

function nameOf({ providerId }: ProviderRule, providers: readonly Provider[]): string {
  return providers.find((provider) => provider.providerId === providerId)?.name ?? providerId;
}
