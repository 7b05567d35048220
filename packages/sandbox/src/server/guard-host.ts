import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";
import { isLoopback } from "../gateway/is-loopback.js";

/**
 * Rejects requests to other than loopback names. Otherwise, a website whose domain resolves to 127.0.0.1 (DNS rebinding)
 * could read the cashier in a developer's browser.
 */
export function guardHost(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { hostname, protocol } = new URL(c.req.url);
    // In process there is no Host header, and the URL contains the host.
    const host = c.req.header("host");
    const named = host === undefined ? hostname : hostnameOf(`${protocol}//${host}`);
    if (c.env.remoteAllowed !== true && !(isLoopback(hostname) && isLoopback(named))) {
      throw new ApiProblem(
        403,
        "The sandbox only accepts requests to localhost, 127.0.0.1 and [::1]. Set allowRemote to accept others.",
      );
    }
    await next();
  };
}

function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
