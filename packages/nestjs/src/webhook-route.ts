import { SetMetadata } from "@nestjs/common";

/** The metadata key of @RouteConfig() in @nestjs/platform-fastify, without depending on that package. */
const routeConfigKey = "__fastify_route_config__";
const accountKey = "numipayAccount";

/** Marks a route as the webhook of an account, by the account's token. */
export const markWebhookRoute = (accountToken: string) =>
  SetMetadata(routeConfigKey, { [accountKey]: accountToken });

/** Whether a Fastify route's config belongs to a webhook. */
export function isWebhookConfig(config: Record<string, unknown> | undefined): boolean {
  return config?.[accountKey] !== undefined;
}

/** Returns the account token of a route handler. Nest copies a method's metadata to the platform's handler. */
export function findAccountToken(handler: object): string | undefined {
  const config: unknown = Reflect.getMetadata(routeConfigKey, handler);
  return (config as Record<string, string> | undefined)?.[accountKey];
}

/** Whether a platform handler belongs to a controller's method, by the metadata of @Post() and similar decorators. */
export function isControllerRoute(handler: object): boolean {
  return Reflect.hasMetadata("method", handler);
}
