import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv, GatewayContext } from "./gateway-context.js";

/** Lets a request through whose X-Api-Key is an account's, and notes whose it is and for which mode. */
export function authenticate({ store }: GatewayContext): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const key = c.req.header("x-api-key");
    if (key === undefined || key === "")
      throw new ApiProblem(401, "The X-Api-Key header is missing");
    const credential = store.credentials.byKey(key);
    // The key is not repeated: answers end up in logs.
    if (credential === undefined) throw new ApiProblem(401, "The X-Api-Key is not known");
    const { accountId, mode, revokedAt } = credential;
    if (revokedAt !== null) {
      throw new ApiProblem(401, "The X-Api-Key was revoked under Settings > Credentials");
    }
    c.set("owner", { accountId, mode });
    await next();
  };
}
