import { SetMetadata } from "@nestjs/common";

/** What @RouteConfig() of @nestjs/platform-fastify sets, without depending on it: Nest's adapter gives it to the route. */
const routeConfigKey = "__fastify_route_config__";
const accountKey = "numipayAccount";

/** Marks a route as the webhook of an account, by the account's token. */
export const markWebhookRoute = (accountToken: string) =>
  SetMetadata(routeConfigKey, { [accountKey]: accountToken });

/** True for the config of a marked route of Fastify. */
export function isWebhookConfig(config: Record<string, unknown> | undefined): boolean {
  return config?.[accountKey] !== undefined;
}

/** The token of the account whose route a handler serves: Nest copies a method's metadata to what it gives the platform. */
export function findAccountToken(handler: object): string | undefined {
  const config: unknown = Reflect.getMetadata(routeConfigKey, handler);
  return (config as Record<string, string> | undefined)?.[accountKey];
}

/** True for what Nest gives the platform for a controller's method, by the metadata of @Post() and the like. */
export function isControllerRoute(handler: object): boolean {
  return Reflect.hasMetadata("method", handler);
}
