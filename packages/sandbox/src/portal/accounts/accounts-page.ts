import type { PortalPage } from "../portal-page.js";
import { postedAccount, shownAccount } from "../forms/posted-account.js";
import { readForm } from "../forms/read-form.js";
import { openAccount } from "../../storage/open-account.js";
import { accountsView } from "./accounts-view.js";
import { readAccountForm } from "./read-account-form.js";
import { sendTestDelivery } from "./send-test-delivery.js";

/** The merchant accounts: list, settings, a new one. */
export const accountsPage: PortalPage = {
  path: "accounts",
  title: "Accounts",
  icon: "accounts",
  group: "Settings",
  add(routes, portal) {
    const { store } = portal;
    const page = { title: "Accounts", watches: ["accounts"] } as const;

    routes.get("/", (c) => {
      const turn = portal.turn(c);
      const account = shownAccount(portal, turn.account.accountId);
      const content = accountsView({ turn, accounts: store.accounts.list(), account });
      return turn.show({ ...page, content });
    });

    routes.post("/save", async (c) => {
      const account = postedAccount(c, portal);
      const turn = portal.turn(c);
      const form = await readForm(c);
      const read = readAccountForm(form);
      if ("problems" in read) {
        const settings = { id: "settings", values: Object.fromEntries(form), ...read };
        const content = accountsView({ turn, accounts: store.accounts.list(), account, settings });
        return turn.show({ ...page, content, status: 422 });
      }
      store.atomically(() => {
        store.accounts.rename(account.accountId, read.value.merchantName);
        store.accounts.setWebhookUrl(account.accountId, read.value.webhookUrl);
      });
      return turn.goTo("accounts", `Saved ${read.value.merchantName}.`);
    });

    routes.post("/create", async (c) => {
      const account = postedAccount(c, portal);
      const turn = portal.turn(c);
      const form = await readForm(c);
      const read = readAccountForm(form);
      if ("problems" in read) {
        const creation = { id: "new", values: Object.fromEntries(form), ...read };
        const content = accountsView({ turn, accounts: store.accounts.list(), account, creation });
        return turn.show({ ...page, content, status: 422 });
      }
      openAccount(store, { ...read.value, now: portal.now() });
      return turn.goTo(
        "accounts",
        `${read.value.merchantName} is there, with keys and providers of its own. Switch to it to see them.`,
      );
    });

    routes.post("/test-delivery", (c) => {
      const account = postedAccount(c, portal);
      const turn = portal.turn(c);
      if (account.webhookUrl === null) {
        return turn.goTo("accounts", "Save a webhook address first: nothing was sent.");
      }
      const trackingId = sendTestDelivery(portal, account);
      return turn.goTo("deliveries", `The webhook of ${trackingId} is on its way.`);
    });
  },
};
