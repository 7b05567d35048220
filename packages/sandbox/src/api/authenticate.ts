import type { Context, MiddlewareHandler } from "hono";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv, GatewayContext } from "./gateway-context.js";

const documentedHeader = "X-Api-Key";

/** Rejects a request without a valid API key, and stores the key's account and mode in the context. */
export function authenticate({ store, contract, now }: GatewayContext): MiddlewareHandler<AppEnv> {
  const header = contract.headers.apiKey;
  return async (c, next) => {
    const key = c.req.header(header);
    if (key === undefined || key === "") throw missing(c, header);
    const credential = store.credentials.byKey(key);
    // Error messages end up in logs, so they must not contain the key.
    if (credential === undefined)
      throw new ApiProblem(401, `The ${header} is unknown. Check it under Settings > Credentials.`);
    const { accountId, mode, revokedAt } = credential;
    if (revokedAt !== null) {
      throw new ApiProblem(
        401,
        `The ${header} was revoked. Create a new key under Settings > Credentials.`,
      );
    }
    c.set("owner", { accountId, mode });
    store.checklist.recordApiCall(accountId, now());
    await next();
  };
}

function missing(c: Context<AppEnv>, header: string): ApiProblem {
  const hint =
    c.req.header(documentedHeader) === undefined
      ? ""
      : ` The request has ${documentedHeader}, its name without the contract override (contract.headers.apiKey).`;
  return new ApiProblem(401, `The ${header} header is missing.${hint}`);
}
