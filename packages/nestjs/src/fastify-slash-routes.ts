import { isWebhookConfig } from "./webhook-route.js";

/** The used part of a route of Fastify 4 and 5. */
interface Route {
  method: string | string[];
  url: string;
  config?: Record<string, unknown>;
}

/** The used part of Fastify 4 and 5. */
export interface RoutingFastify {
  initialConfig: {
    ignoreTrailingSlash?: boolean;
    routerOptions?: { ignoreTrailingSlash?: boolean };
  };
  hasRoute(route: { method: string; url: string }): boolean;
  route(route: Route): unknown;
  addHook(name: "onRoute", hook: (route: Route) => void): void;
}

const isInstalled = Symbol.for("numipay.slashRoutes");

/** Serves deliveries at the webhook's path with a trailing slash too, as Express does. Call it before the routes are registered. */
export function addSlashRoutes(fastify: RoutingFastify & { [isInstalled]?: boolean }): void {
  const { ignoreTrailingSlash, routerOptions } = fastify.initialConfig;
  if (routerOptions?.ignoreTrailingSlash ?? ignoreTrailingSlash) return;
  if (fastify[isInstalled] === true) return;
  fastify[isInstalled] = true;
  fastify.addHook("onRoute", (route) => {
    const { method, url, config } = route;
    if (method !== "POST" || url.endsWith("/") || !isWebhookConfig(config)) return;
    const slashed = { ...route, url: `${url}/` };
    if (!fastify.hasRoute({ method, url: slashed.url })) fastify.route(slashed);
  });
}
