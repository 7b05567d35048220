import { postedAccount, shownAccount } from "../forms/posted-account.js";
import { readForm } from "../forms/read-form.js";
import type { PortalPage } from "../portal-page.js";
import { providersView } from "./providers-view.js";

/** The providers of an account: Settings > Providers. */
export const providersPage: PortalPage = {
  path: "providers",
  title: "Providers",
  icon: "providers",
  group: "Settings",
  add(routes, portal) {
    const { store } = portal;

    routes.get("/", (c) => {
      const page = portal.page(c);
      const { accountId, merchantName } = shownAccount(portal, page.account.accountId);
      const rules = new Map<string, number>();
      for (const { providerId, enabled } of store.providerRules.listFor(accountId)) {
        if (enabled) rules.set(providerId, (rules.get(providerId) ?? 0) + 1);
      }
      const providers = store.providers.all(accountId);
      return page.show({
        title: "Providers",
        watches: ["providers", "provider_rules"],
        content: providersView({ page, contract: portal.contract, merchantName, providers, rules }),
      });
    });

    routes.post("/switch", async (c) => {
      const { accountId } = postedAccount(c, portal);
      const form = await readForm(c);
      const enabled = form.get("enabled");
      const provider = store.providers
        .all(accountId)
        .find(({ providerId }) => providerId === form.get("provider_id"));
      const page = portal.page(c);
      // The form names the target state, so that a second click does not undo the first.
      if (provider === undefined || (enabled !== "yes" && enabled !== "no")) {
        return page.goTo("providers", "Nothing changed. Use the button of a provider.");
      }
      store.providers.setEnabled(accountId, provider.providerId, enabled === "yes");
      const notice =
        enabled === "yes"
          ? `Turned ${provider.name} on.`
          : `Turned ${provider.name} off. The cashier no longer shows it, and direct payments with it are rejected.`;
      return page.goTo("providers", notice);
    });
  },
};
