import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { AppEnv } from "../../api/gateway-context.js";
import { currencyRuleOf } from "../../gateway/currency-rule.js";
import type { FormState } from "../forms/fields.js";
import { postedAccount, shownAccount } from "../forms/posted-account.js";
import { readForm } from "../forms/read-form.js";
import { missingPage } from "../parts/empty-state.js";
import type { Portal, PortalPage } from "../portal-page.js";
import { describeRule } from "./describe-rule.js";
import { providerRulesView, providerRuleView } from "./provider-rules-view.js";
import { readRuleForm } from "./read-rule-form.js";
import { readTrial } from "./read-trial.js";
import { toRuleValues } from "./rule-form.js";
import type { Trial } from "./trial-section.js";

/** Which providers a cashier shows: Settings > Provider rules. */
export const providerRulesPage: PortalPage = {
  path: "provider-rules",
  title: "Provider rules",
  icon: "rules",
  group: "Settings",
  add(routes, portal) {
    addList(routes, portal);
    addRule(routes, portal);
  },
};

const watches = ["providers", "provider_rules"] as const;

function addList(routes: Hono<AppEnv>, portal: Portal): void {
  const { store } = portal;
  const currency = currencyRuleOf(portal.contract);
  routes.get("/", (c) => showList(c, portal));

  routes.post("/create", async (c) => {
    const { accountId } = postedAccount(c, portal);
    const form = await readForm(c);
    const read = readRuleForm(form, store.providers.all(accountId), currency);
    if ("problems" in read) {
      return showList(c, portal, { id: "new-rule", values: Object.fromEntries(form), ...read });
    }
    const rule = store.providerRules.add(accountId, read.value);
    return portal.page(c).goTo("provider-rules", `Added the rule: ${describeRule(rule)}.`);
  });
}

/** The routes of one rule. If another window has deleted it, the page says so. */
function addRule(routes: Hono<AppEnv>, portal: Portal): void {
  const { store } = portal;
  const currency = currencyRuleOf(portal.contract);

  routes.get("/:ruleId", (c) => showRule(c, portal));

  routes.post("/:ruleId", async (c) => {
    const { accountId } = postedAccount(c, portal);
    const form = await readForm(c);
    const read = readRuleForm(form, store.providers.all(accountId), currency);
    if ("problems" in read) {
      return showRule(c, portal, { id: "rule", values: Object.fromEntries(form), ...read });
    }
    const replaced = store.providerRules.replace(accountId, c.req.param("ruleId"), read.value);
    return portal.page(c).goTo("provider-rules", replaced ? "Saved the rule." : gone);
  });

  routes.post("/:ruleId/switch", async (c) => {
    const { accountId } = postedAccount(c, portal);
    const enabled = (await readForm(c)).get("enabled");
    const page = portal.page(c);
    if (enabled !== "yes" && enabled !== "no") {
      return page.goTo("provider-rules", "Nothing changed. Use the button of a rule.");
    }
    const ruleId = c.req.param("ruleId");
    const done = store.providerRules.setEnabled(accountId, ruleId, enabled === "yes");
    return page.goTo(
      "provider-rules",
      done ? `Turned the rule ${enabled === "yes" ? "on" : "off"}.` : gone,
    );
  });

  routes.post("/:ruleId/delete", (c) => {
    const { accountId } = postedAccount(c, portal);
    const removed = store.providerRules.remove(accountId, c.req.param("ruleId"));
    return portal.page(c).goTo("provider-rules", removed ? "Deleted the rule." : gone);
  });
}

const gone = "This rule no longer exists. Nothing changed.";

function showList(
  c: Context<AppEnv>,
  portal: Portal,
  creation?: FormState,
): Response | Promise<Response> {
  const { store } = portal;
  const page = portal.page(c);
  const { accountId, merchantName } = shownAccount(portal, page.account.accountId);
  const content = providerRulesView({
    page,
    merchantName,
    rules: store.providerRules.listFor(accountId),
    providers: store.providers.all(accountId),
    trial: tryOut(c, portal, accountId),
    ...(creation === undefined ? {} : { creation }),
  });
  return page.show({
    title: "Provider rules",
    watches,
    content,
    ...(creation === undefined ? {} : { status: 422 }),
  });
}

function showRule(
  c: Context<AppEnv>,
  portal: Portal,
  typed?: FormState,
): Response | Promise<Response> {
  const { store } = portal;
  const page = portal.page(c);
  const { accountId } = shownAccount(portal, page.account.accountId);
  const rule = store.providerRules
    .listFor(accountId)
    .find(({ ruleId }) => ruleId === c.req.param("ruleId"));
  if (rule === undefined) {
    const content = missingPage({
      title: "No such rule",
      text: "This account has no such rule. It may have been deleted.",
      more: html`<p><a href="${page.href("provider-rules")}">All provider rules</a></p>`,
    });
    return page.show({ title: "No such rule", watches: [], content, status: 404 });
  }
  const form = typed ?? { id: "rule", values: toRuleValues(rule) };
  const content = providerRuleView({ page, rule, providers: store.providers.all(accountId), form });
  return page.show({
    title: "Edit rule",
    watches: [],
    content,
    ...(typed === undefined ? {} : { status: 422 }),
  });
}

/** Applies the rules to the payment in the URL, if there is one. */
function tryOut(c: Context<AppEnv>, { store, contract }: Portal, accountId: string): Trial {
  const values = c.req.query();
  const id = "trial";
  if (values["try_direction"] === undefined)
    return { form: { id, values: {} }, outcome: undefined };
  const read = readTrial(new Map(Object.entries(values)), currencyRuleOf(contract));
  if ("problems" in read) return { form: { id, values, ...read }, outcome: undefined };
  const outcome = store.providers.all(accountId).map(({ providerId, name }) => {
    const found = store.providers.find(providerId, { accountId, ...read.value });
    return { name, refusal: "refusal" in found ? found.refusal : undefined };
  });
  return { form: { id, values }, outcome };
}
