import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { NumipayOptions, WebhookOptions } from "@numipay/core";

/** What the requests of both platforms have in common: Express' own, or Fastify's with Node's under `raw`. */
export interface WebhookRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  params: Record<string, string>;
  query: Record<string, unknown>;
  body?: unknown;
  rawBody?: unknown;
  raw?: IncomingMessage;
}

/** Options of one account: those of its client and those of its webhook. The webhook's account is the module's `name`. */
export interface NumipayModuleOptions
  extends NumipayOptions, Omit<WebhookOptions<WebhookRequest, unknown>, "account"> {}

/** What shapes the module itself. It is decided before anything is injected, so `forRootAsync` takes it beside the factory. */
export interface NumipayModuleExtras {
  /** The account's name, where one app has several. Part of its keys in the inbox. Defaults to `"default"`. */
  name?: string | undefined;
  /** The webhook's route, below the global prefix. `/webhooks/numipay` where not given; false for no route at all. */
  path?: string | false | undefined;
  /** Whether every module of the app can inject what this one exports. False where not given. */
  isGlobal?: boolean | undefined;
  /** Put on the route's controller class, such as `Public()` or `SkipThrottle()`. */
  controllerDecorators?: readonly ClassDecorator[] | undefined;
  /** Put on the route's method, for guards that look at the handler alone. */
  routeDecorators?: readonly MethodDecorator[] | undefined;
}

/** A class that brings the options, for `useClass` and `useExisting` of `forRootAsync`. */
export interface NumipayOptionsFactory {
  createNumipayOptions(): NumipayModuleOptions | Promise<NumipayModuleOptions>;
}
