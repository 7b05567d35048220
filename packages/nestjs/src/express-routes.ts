import type { Account } from "./account.js";
import { getAccountToken } from "./tokens.js";
import { findAccountToken, isControllerRoute } from "./webhook-route.js";

/** The part of a layer that is used here: a route, or a middleware without one. Express 4 and 5 alike. */
interface Layer {
  route?: { stack: { method?: string; handle: object }[] } | undefined;
  match(path: string): boolean;
}

/** The part of Express' application that is used here. */
export interface ExpressApp {
  /** Express 5. In Express 4 it is a getter that throws. */
  router?: { stack: Layer[] };
  /** Express 4. */
  _router?: { stack: Layer[] };
}

/**
 * The account whose webhook Express would route a request to. By Express' own routes, for a path alone does not say: a
 * global prefix, a version or a module's path stands before it, and a route of the host may end alike.
 */
export function findWebhookAccount(
  app: ExpressApp,
  { method, path }: { method: string; path: string },
  accounts: readonly Account[],
): Account | undefined {
  const layers = (app._router ?? app.router)?.stack ?? [];
  for (const layer of layers) {
    if (layer.route === undefined || !matches(layer, path)) continue;
    const handler = layer.route.stack.find((one) => handles(one.method, method))?.handle;
    // Nest's middleware is on a route too, and passes the request on.
    if (handler === undefined || !isControllerRoute(handler)) continue;
    const token = findAccountToken(handler);
    return accounts.find(({ name }) => getAccountToken(name) === token);
  }
  return undefined;
}

/** Express throws for a parameter that cannot be decoded, and answers 400. */
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
