import type { PortalPage } from "../portal-page.js";
import { postedAccount, shownAccount } from "../forms/posted-account.js";
import { readForm, type Form } from "../forms/read-form.js";
import { openAccount } from "../../storage/open-account.js";
import { accountsView } from "./accounts-view.js";
import { readAccountForm, toRefilledUrl } from "./read-account-form.js";
import { sendTestDelivery } from "./send-test-delivery.js";

/** The merchant accounts: list, settings and creation. */
export const accountsPage: PortalPage = {
  path: "accounts",
  title: "Accounts",
  icon: "accounts",
  group: "Settings",
  add(routes, portal) {
    const { store } = portal;
    const common = { title: "Accounts", watches: ["accounts"] } as const;

    routes.get("/", (c) => {
      const page = portal.page(c);
      const account = shownAccount(portal, page.account.accountId);
      const content = accountsView({ page, accounts: store.accounts.list(), account });
      return page.show({ ...common, content });
    });

    routes.post("/save", async (c) => {
      const account = postedAccount(c, portal);
      const page = portal.page(c);
      const form = await readForm(c);
      const read = readAccountForm(form);
      if ("problems" in read) {
        const settings = { id: "settings", values: toValues(form), ...read };
        const content = accountsView({ page, accounts: store.accounts.list(), account, settings });
        return page.show({ ...common, content, status: 422 });
      }
      store.atomically(() => {
        store.accounts.rename(account.accountId, read.value.merchantName);
        store.accounts.setWebhookUrl(account.accountId, read.value.webhookUrl);
      });
      return page.goTo("accounts", `Saved ${read.value.merchantName}.`);
    });

    routes.post("/create", async (c) => {
      const account = postedAccount(c, portal);
      const page = portal.page(c);
      const form = await readForm(c);
      const read = readAccountForm(form);
      if ("problems" in read) {
        const creation = { id: "new", values: toValues(form), ...read };
        const content = accountsView({ page, accounts: store.accounts.list(), account, creation });
        return page.show({ ...common, content, status: 422 });
      }
      openAccount(store, { ...read.value, now: portal.now() });
      return page.goTo(
        "accounts",
        `Created ${read.value.merchantName} with its own keys and providers. Switch to it to see them.`,
      );
    });

    routes.post("/test-delivery", (c) => {
      const account = postedAccount(c, portal);
      const page = portal.page(c);
      if (account.webhookUrl === null) {
        return page.goTo("accounts", "Nothing was sent. Save a webhook URL first.");
      }
      const trackingId = sendTestDelivery(portal, account);
      return page.goTo("deliveries", `The webhook of ${trackingId} was queued.`);
    });
  },
};

function toValues(form: Form): Record<string, string> {
  const values = Object.fromEntries(form);
  return { ...values, webhook_url: toRefilledUrl(values["webhook_url"] ?? "") };
}
