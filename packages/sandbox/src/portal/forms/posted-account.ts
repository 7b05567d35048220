import type { Context } from "hono";
import { ApiProblem } from "../../api/api-problem.js";
import type { AppEnv } from "../../api/gateway-context.js";
import type { Account } from "../../storage/accounts.js";
import type { Portal } from "../portal-page.js";

/**
 * The account of a submitted form. Pages fall back to the first account, but a form that was left open while the sandbox
 * restarted must not change that one's settings.
 *
 * @throws ApiProblem 404 if the account does not exist.
 */
export function postedAccount(c: Context<AppEnv>, { store }: Portal): Account {
  const accountId = c.req.query("account");
  if (accountId === undefined || accountId === "") return store.accounts.first();
  const account = store.accounts.byId(accountId);
  if (account !== undefined) return account;
  throw new ApiProblem(
    404,
    "This account no longer exists. Open the portal again and select an account.",
  );
}

/** The account of a page, with its settings. */
export function shownAccount({ store }: Portal, accountId: string): Account {
  return store.accounts.byId(accountId) ?? store.accounts.first();
}
