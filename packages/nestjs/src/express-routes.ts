import type { Account } from "./account.js";
import { getAccountToken } from "./tokens.js";
import { findAccountToken, isControllerRoute } from "./webhook-route.js";

/** The used part of a layer of Express 4 and 5: a route, or middleware without one. */
interface Layer {
  name: string;
  route?: { stack: { method?: string; handle: object }[] } | undefined;
  match(path: string): boolean;
}

/** The used part of an Express application. */
export interface ExpressApp {
  /** Express 5. In Express 4 this getter throws. */
  router?: { stack: Layer[] };
  /** Express 4. */
  _router?: { stack: Layer[] };
}

/** The layers of an app, in their order. */
export function layersOf(app: ExpressApp): Layer[] {
  return (app._router ?? app.router)?.stack ?? [];
}

/**
 * Finds the account whose webhook Express would route a request to. Uses Express's own routes, because the path may have a
 * global prefix, a version or a module's path, and a route of the host may end in the same path.
 */
export function findWebhookAccount(
  app: ExpressApp,
  { method, path }: { method: string; path: string },
  accounts: readonly Account[],
): Account | undefined {
  for (const layer of layersOf(app)) {
    if (layer.route === undefined || !matches(layer, path)) continue;
    const handler = layer.route.stack.find((one) => handles(one.method, method))?.handle;
    // Nest's middleware also has a route, but passes the request on.
    if (handler === undefined || !isControllerRoute(handler)) continue;
    const token = findAccountToken(handler);
    return accounts.find(({ name }) => getAccountToken(name) === token);
  }
  return undefined;
}

/** Express throws for a parameter that cannot be decoded, and responds with 400. */
function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}

function handles(routeMethod: string | undefined, method: string): boolean {
  return routeMethod === undefined || routeMethod === method.toLowerCase();
}
