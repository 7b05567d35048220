import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Account } from "../../storage/accounts.js";
import type { FormState } from "../forms/fields.js";
import { postedAccount, shownAccount } from "../forms/posted-account.js";
import { readForm } from "../forms/read-form.js";
import type { Portal, PortalPage } from "../portal-page.js";
import { credentialsView } from "./credentials-view.js";
import { readKeyForm } from "./read-key-form.js";

/** API keys and the signature password: Settings > Credentials. */
export const credentialsPage: PortalPage = {
  path: "credentials",
  title: "Credentials",
  icon: "credentials",
  group: "Settings",
  add(routes, portal) {
    const { store } = portal;

    routes.get("/", (c) => show(c, portal));

    routes.post("/keys", async (c) => {
      const account = postedAccount(c, portal);
      const form = await readForm(c);
      const read = readKeyForm(form);
      if ("problems" in read) {
        return show(c, portal, { id: "new-key", values: Object.fromEntries(form), ...read });
      }
      store.credentials.create(account, { ...read.value, now: portal.now() });
      return portal.page(c).goTo("credentials", `Created the key ${read.value.label}.`);
    });

    routes.post("/revoke", async (c) => {
      const account = postedAccount(c, portal);
      const apiKey = (await readForm(c)).get("api_key") ?? "";
      const revoked = store.credentials.revoke(account.accountId, apiKey, portal.now());
      const notice = revoked
        ? "The key is revoked. API calls with it get a 401."
        : "This account has no such active key. Nothing changed.";
      return portal.page(c).goTo("credentials", notice);
    });

    routes.post("/rotate", (c) => {
      const account = postedAccount(c, portal);
      store.accounts.rotateSignaturePassword(account.accountId);
      return portal
        .page(c)
        .goTo("credentials", "The signature password has changed. Update your servers.");
    });
  },
};

/** A limit, because a sandbox whose receiver is down may have a hundred thousand. */
const maxCounted = 100;

function countOnTheirWay({ store }: Portal, { accountId }: Account): number {
  const states = ["pending", "retrying"] as const;
  const found = states.flatMap((state) =>
    store.deliveries.list({ accountId, state, limit: maxCounted }),
  );
  return Math.min(found.length, maxCounted);
}

function show(
  c: Context<AppEnv>,
  portal: Portal,
  creation?: FormState,
): Response | Promise<Response> {
  const { store } = portal;
  const page = portal.page(c);
  const account = shownAccount(portal, page.account.accountId);
  const content = credentialsView({
    page,
    account,
    keys: store.credentials.listFor(account.accountId),
    baseUrl: new URL(c.req.url).origin,
    onTheirWay: countOnTheirWay(portal, account),
    contract: portal.contract,
    retries: portal.retries,
    ...(creation === undefined ? {} : { creation }),
  });
  return page.show({
    title: "Credentials",
    watches: ["credentials", "accounts", "deliveries"],
    content,
    ...(creation === undefined ? {} : { status: 422 }),
  });
}
