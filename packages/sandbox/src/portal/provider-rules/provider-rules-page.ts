import type { Context, Hono } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import { currencyRuleOf } from "../../gateway/currency-rule.js";
import type { FormState } from "../forms/fields.js";
import { postedAccount, shownAccount } from "../forms/posted-account.js";
import { readForm } from "../forms/read-form.js";
import { emptyState } from "../parts/empty-state.js";
import type { Portal, PortalPage } from "../portal-page.js";
import { describeRule } from "./describe-rule.js";
import { providerRulesView, providerRuleView } from "./provider-rules-view.js";
import { readRuleForm } from "./read-rule-form.js";
import { readTrial } from "./read-trial.js";
import { toRuleValues } from "./rule-form.js";
import type { Trial } from "./trial-section.js";

/** Which providers a cashier shows: Settings > Provider Rules. */
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
    return portal.turn(c).goTo("provider-rules", `The rule is there: ${describeRule(rule)}.`);
  });
}

/** The routes of one rule. A rule that another window deleted is answered with a page that says so. */
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
    return portal.turn(c).goTo("provider-rules", replaced ? "The rule is saved." : gone);
  });

  routes.post("/:ruleId/switch", async (c) => {
    const { accountId } = postedAccount(c, portal);
    const enabled = (await readForm(c)).get("enabled");
    const turn = portal.turn(c);
    if (enabled !== "yes" && enabled !== "no") {
      return turn.goTo("provider-rules", "Nothing was changed: press a rule's own button.");
    }
    const ruleId = c.req.param("ruleId");
    const done = store.providerRules.setEnabled(accountId, ruleId, enabled === "yes");
    return turn.goTo(
      "provider-rules",
      done ? `The rule is ${enabled === "yes" ? "on" : "off"}.` : gone,
    );
  });

  routes.post("/:ruleId/delete", (c) => {
    const { accountId } = postedAccount(c, portal);
    const removed = store.providerRules.remove(accountId, c.req.param("ruleId"));
    return portal.turn(c).goTo("provider-rules", removed ? "The rule is deleted." : gone);
  });
}

const gone = "The account has no such rule any more: nothing was changed.";

function showList(
  c: Context<AppEnv>,
  portal: Portal,
  creation?: FormState,
): Response | Promise<Response> {
  const { store } = portal;
  const turn = portal.turn(c);
  const { accountId, merchantName } = shownAccount(portal, turn.account.accountId);
  const content = providerRulesView({
    turn,
    merchantName,
    rules: store.providerRules.listFor(accountId),
    providers: store.providers.all(accountId),
    trial: tryOut(c, portal, accountId),
    ...(creation === undefined ? {} : { creation }),
  });
  return turn.show({
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
  const turn = portal.turn(c);
  const { accountId } = shownAccount(portal, turn.account.accountId);
  const rule = store.providerRules
    .listFor(accountId)
    .find(({ ruleId }) => ruleId === c.req.param("ruleId"));
  if (rule === undefined) {
    const content = emptyState({ title: "No such rule", text: gone });
    return turn.show({ title: "No such rule", watches: [], content, status: 404 });
  }
  const form = typed ?? { id: "rule", values: toRuleValues(rule) };
  const content = providerRuleView({ turn, rule, providers: store.providers.all(accountId), form });
  return turn.show({
    title: "Edit a rule",
    watches: [],
    content,
    ...(typed === undefined ? {} : { status: 422 }),
  });
}

/** What the rules make of the payment in the address, where there is one. */
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
