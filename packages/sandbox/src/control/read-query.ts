import type { Context } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";
import type { PortalContext } from "../portal/portal-page.js";

/** A page of results. */
export interface Paging {
  readonly limit: number;
  /** The `next` of the previous page. */
  readonly before: number | undefined;
}

const maxLimit = 50;
const defaultLimit = 20;

/**
 * Reads `limit` and `before`.
 *
 * @throws ApiProblem 400 that names the parameter.
 */
export function readPaging(c: Context<AppEnv>): Paging {
  const { limit = defaultLimit, before } = {
    limit: readCount(c, "limit"),
    before: readCount(c, "before"),
  };
  if (limit > maxLimit) throw new ApiProblem(400, `limit must be at most ${maxLimit}.`, "limit");
  return { limit, before };
}

/**
 * Reads a parameter with a fixed set of values.
 *
 * @throws ApiProblem 400 that names them.
 */
export function readChoice<Value extends string>(
  c: Context<AppEnv>,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  const value = values.find((one) => one === text);
  if (value !== undefined) return value;
  throw new ApiProblem(400, `${name} must be one of ${values.join(", ")}.`, name);
}

/**
 * Reads `account`. Defaults to the first account.
 *
 * @throws ApiProblem 404 for an unknown one.
 */
export function readAccountId(c: Context<AppEnv>, { store }: PortalContext): string {
  const accountId = c.req.query("account") ?? store.accounts.first().accountId;
  if (store.accounts.byId(accountId) !== undefined) return accountId;
  throw new ApiProblem(404, "The sandbox has no account with this id.", "account");
}

function readCount(c: Context<AppEnv>, name: string): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count > 0) return count;
  throw new ApiProblem(400, `${name} must be a whole number above zero.`, name);
}
