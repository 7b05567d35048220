import type { Page } from "playwright-core";
import type { SandboxOptions } from "../../src/index.js";
import { portalPages } from "../../src/portal/portal-pages.js";
import { confirmPayout, createMerchant, openCheckout, order, type Merchant } from "../merchant.js";

/** A page of the portal in one state. */
export interface PortalState {
  readonly name: string;
  /** Below /portal/. */
  readonly path: string;
  readonly merchant: Merchant;
  /** Leads to the state from the page, such as by submitting a form. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Text without a place to break. */
const long = "unbreakable".repeat(20);

/** Opens the sandboxes, and lists every state of every page. */
export async function openPortalStates(): Promise<readonly PortalState[]> {
  const empty = await createMerchant({}, "over HTTP");
  const filled = await createMerchant({ seed: "states" }, "over HTTP");
  await fill(filled);
  const override = await createMerchant({ contract: addedStatuses }, "over HTTP");
  const held = addHeld(override);
  const state = (name: string, path: string, act?: PortalState["act"]): PortalState => ({
    name,
    path,
    merchant: filled,
    ...(act === undefined ? {} : { act }),
  });
  return [
    ...["transactions", "deliveries", "analytics", "provider-rules", "clock", "chaos"].map(
      (path) => ({ name: `${path}, empty`, path, merchant: empty }),
    ),
    ...portalPages.map(({ path }) => state(path, path)),
    state("no such page", "nowhere"),
    state("no such account", "transactions?account=unknown"),
    state("transactions, next page", "transactions?before=20"),
    state("transactions, filtered to nothing", "transactions?q=unknown"),
    state("transactions, live", "transactions?mode=live"),
    ...filled.sandbox
      .transactions()
      .filter(({ tracking_id }) => opened.includes(tracking_id))
      .map((row) =>
        state(
          `transaction, ${row.status}: ${row.tracking_id.slice(0, 20)}`,
          `transactions/${row.transaction_id}`,
        ),
      ),
    state("transaction, unknown", "transactions/unknown"),
    state("deliveries, filtered to nothing", "deliveries?state=dropped"),
    ...["delivered", "retrying", "given-up", "pending"].map((wanted) => {
      const found = filled.sandbox.deliveries().find((one) => one.state === wanted);
      return state(`delivery, ${wanted}`, `deliveries/${found?.deliveryId ?? ""}`);
    }),
    state("delivery, unknown", "deliveries/unknown"),
    state("analytics, one currency", "analytics?currency=JPY&days=90"),
    state("analytics, filtered to nothing", "analytics?currency=KWD&mode=live"),
    state("rules, tested", "provider-rules?try_direction=deposit&try_amount=1&try_currency=JPY"),
    state("rule, edited", "provider-rules", (page) => click(page, "link", /^Edit/)),
    state("rule, unknown", "provider-rules/unknown"),
    state("rule, saved", "provider-rules", async (page) => {
      await click(page, "link", /^Edit/);
      await click(page, "button", "Save");
    }),
    ...formErrors(state),
    { name: "transactions, override", path: "transactions", merchant: override },
    { name: "transaction, override", path: `transactions/${held}`, merchant: override },
    { name: "analytics, override", path: "analytics", merchant: override },
  ];
}

/** One transaction in each status and stage. */
const opened = [
  `${long}-1`,
  "declined",
  "forgotten",
  "to-approve",
  "settling",
  "challenge",
  "open",
];

function formErrors(
  state: (name: string, path: string, act: PortalState["act"]) => PortalState,
): PortalState[] {
  const error = (path: string, button: string, fields: Record<string, string>): PortalState =>
    state(`${path}, error in ${button}`, path, async (page) => {
      for (const [name, value] of Object.entries(fields)) {
        await page.locator(`main [name="${name}"]`).last().fill(value);
      }
      await click(page, "button", button);
      await page.locator("[aria-invalid]").first().waitFor();
    });
  return [
    error("accounts", "Create account", { merchant_name: long, webhook_url: "shop.test" }),
    error("credentials", "Create key", { label: "" }),
    error("provider-rules", "Add rule", { countries: "Germany", max_amount: "ten" }),
    error("provider-rules", "Test", { try_amount: "ten", try_currency: "E" }),
    error("clock", "Advance", { step: "soon" }),
    error("chaos", "Apply", { duplicate: "200", seed: "" }),
    error("chaos", "Replay", { plan: `{"${long}":1}` }),
  ];
}

/** Clicks a control that leads to another page, and waits for that page: a key that is pressed before it is there is lost. */
async function click(page: Page, role: "button" | "link", name: string | RegExp): Promise<void> {
  const loaded = page.waitForEvent("load");
  await page.getByRole("main").getByRole(role, { name, exact: true }).last().click();
  await loaded;
}

/** Creates accounts, transactions in every stage, deliveries in every state, rules and faults. */
async function fill(merchant: Merchant): Promise<void> {
  const { sandbox } = merchant;
  const post = (path: string, fields: Record<string, string>) =>
    merchant.submit(`${sandbox.baseUrl}/portal/${path}`, fields);
  const pay = async (fields: Record<string, unknown>, form: Record<string, string> = {}) =>
    merchant.submit(`${await openCheckout(merchant, fields)}/${form["provider"] ?? "northbank"}`, {
      action: "pay",
      ...form,
    });
  for (let number = 1; number <= 55; number += 1) {
    await openCheckout(merchant, { tracking_id: `cart-${number}` });
  }
  await sandbox.advance("1d");
  await pay({ tracking_id: "yen", amount: "12900", currency: "JPY" });
  await pay({ tracking_id: "dinar", amount: "1290.5", currency: "KWD" });
  await pay({ tracking_id: "dollar", currency: "USD" });
  await pay({ tracking_id: "franc", currency: "CHF" });
  await pay({ tracking_id: `${long}-1`, amount: "9".repeat(40), user_id: `${long}@shop.test` });
  await pay({ tracking_id: "declined" }, { action: "fail" });
  await openCheckout(merchant, { tracking_id: "forgotten" });
  await sandbox.flush();
  await sandbox.advance("1d");
  merchant.respondWith(() => new Response(`<h1>${long}</h1>`, { status: 500 }));
  await confirmPayout(merchant, { tracking_id: "to-approve" });
  await sandbox.advance("2h");
  await pay({ tracking_id: "settling", amount: "47.03", return_url: `http://shop.test/${long}` });
  await sandbox.flush();
  const card = { card_number: "4000000000003220", card_holder: "A", expiry: "12/30", cvv: "123" };
  await pay({ tracking_id: "challenge" }, { provider: "cardo", ...card });
  await openCheckout(merchant, { tracking_id: "open" });
  await merchant.call(
    "POST",
    "/payments/hosted",
    { request: order({ tracking_id: "live" }) },
    sandbox.liveApiKey,
  );
  sandbox.createAccount({ merchantName: "Night Trains" });
  sandbox.createAccount({
    merchantName: long.slice(0, 80),
    webhookUrl: `http://shop.test/${long}`,
  });
  await post("provider-rules/create", {
    provider_id: "pursa",
    direction: "deposit",
    currencies: "JPY",
    min_amount: "1000",
    enabled: "yes",
  });
  await post("provider-rules/create", { provider_id: "cardo", direction: "", enabled: "no" });
  await post("providers/switch", { provider_id: "cardo", enabled: "no" });
  await post("credentials/keys", { label: long.slice(0, 60), mode: "test" });
  sandbox.setChaos({ deliveries: { tamper: 1 } });
  await pay({ tracking_id: "forged" });
  await sandbox.flush();
  await pay({ tracking_id: "waiting" });
}

const addedStatuses = {
  statuses: { refunded: { final: true }, on_hold: { final: false } },
  types: { chargeback: {} },
} as const satisfies SandboxOptions["contract"];

function addHeld({ sandbox }: Merchant): string {
  const { transaction_id } = sandbox.addTransaction({
    tracking_id: "case-7",
    currency: "EUR",
    amount: "12.50",
    transaction_type: "chargeback",
    status: "on_hold",
  });
  return transaction_id;
}
