import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv, GatewayContext } from "./gateway-context.js";

/** Lets a request through whose X-Api-Key is one of the account's, and notes the mode that the key stands for. */
export function authenticate({ store }: GatewayContext): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const key = c.req.header("x-api-key");
    if (key === undefined || key === "")
      throw new ApiProblem(401, "The X-Api-Key header is missing");
    const mode = store.accounts.modeOf(key);
    // The key is not repeated: answers end up in logs.
    if (mode === undefined) throw new ApiProblem(401, "The X-Api-Key is not known");
    c.set("mode", mode);
    await next();
  };
}
