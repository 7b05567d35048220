import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";

/**
 * Answers only requests to a loopback name. A web page whose name its owner lets point at 127.0.0.1 (DNS rebinding)
 * could otherwise read the cashier from a developer's browser; the name it must use gives it away.
 */
export function guardHost(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { hostname, protocol } = new URL(c.req.url);
    // In process there is no Host header, and the URL says where the request goes.
    const host = c.req.header("host");
    const named = host === undefined ? hostname : hostnameOf(`${protocol}//${host}`);
    if (c.env.remoteAllowed !== true && !(isLoopback(hostname) && isLoopback(named))) {
      throw new ApiProblem(
        403,
        "The sandbox answers to localhost, 127.0.0.1 and [::1] alone, unless it listens with allowRemote",
      );
    }
    await next();
  };
}

/** True for the names and addresses that never leave the machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    hostname === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
