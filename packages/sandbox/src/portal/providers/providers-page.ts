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
      const turn = portal.turn(c);
      const { accountId, merchantName } = shownAccount(portal, turn.account.accountId);
      const rules = new Map<string, number>();
      for (const { providerId, enabled } of store.providerRules.listFor(accountId)) {
        if (enabled) rules.set(providerId, (rules.get(providerId) ?? 0) + 1);
      }
      const providers = store.providers.all(accountId);
      return turn.show({
        title: "Providers",
        watches: ["providers", "provider_rules"],
        content: providersView({ turn, contract: portal.contract, merchantName, providers, rules }),
      });
    });

    routes.post("/switch", async (c) => {
      const { accountId } = postedAccount(c, portal);
      const form = await readForm(c);
      const enabled = form.get("enabled");
      const provider = store.providers
        .all(accountId)
        .find(({ providerId }) => providerId === form.get("provider_id"));
      const turn = portal.turn(c);
      // The form says what it wants, not "the other way round": a second press must not undo the first.
      if (provider === undefined || (enabled !== "yes" && enabled !== "no")) {
        return turn.goTo("providers", "Nothing was changed: press a provider's own button.");
      }
      store.providers.setEnabled(accountId, provider.providerId, enabled === "yes");
      const notice =
        enabled === "yes"
          ? `${provider.name} is on.`
          : `${provider.name} is off: the cashier does not show it, and a direct payment that names it is refused.`;
      return turn.goTo("providers", notice);
    });
  },
};
