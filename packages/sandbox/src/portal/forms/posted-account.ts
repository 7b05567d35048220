import type { Context } from "hono";
import { ApiProblem } from "../../api/api-problem.js";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Account } from "../../storage/accounts.js";
import type { Portal } from "../portal-page.js";

/**
 * The account that a form is about. A page shows the first account where the address names none that exists; a form
 * that was left open while the sandbox was started anew must not change the first one's settings instead.
 *
 * @throws ApiProblem 404 if the address names an account that is not there.
 */
export function postedAccount(c: Context<AppEnv>, { store }: Portal): Account {
  const accountId = c.req.query("account");
  if (accountId === undefined || accountId === "") return store.accounts.first();
  const account = store.accounts.byId(accountId);
  if (account !== undefined) return account;
  throw new ApiProblem(
    404,
    "The sandbox has no such account any more: open the portal again, and choose one",
  );
}

/** The account that a page is about, with its settings. */
export function shownAccount({ store }: Portal, accountId: string): Account {
  return store.accounts.byId(accountId) ?? store.accounts.first();
}
