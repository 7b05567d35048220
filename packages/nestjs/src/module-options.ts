import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Journal, NumipayOptions, WebhookOptions } from "@numipay/core";
import type { NumipayOutboxOptions } from "./outbox-options.js";

/** The common part of both platforms' requests. Fastify has Node's request under `raw`. */
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

/** Options of one account: its client's and its webhook's. The webhook's `account` is the module's `name`. */
export interface NumipayModuleOptions
  extends
    Omit<NumipayOptions, "journal">,
    Omit<WebhookOptions<WebhookRequest, unknown>, "account" | "journal" | "logger"> {
  /**
   * Records each payment and payout call before it is sent, and gives handlers the call of their transaction as `intent`. Its account must
   * be the module's `name`. Defaults to no journal.
   */
  journal?: Journal | undefined;
  /**
   * Creates an outbox for `@InjectOutbox()` and `@OnIntent()`, and starts its worker with the app. `{}` has the defaults. It needs a
   * `journal` and an `inbox` in your database. Defaults to no outbox.
   */
  outbox?: NumipayOutboxOptions | undefined;
}

/** Options that Nest needs before injection. With `forRootAsync`, set them beside the factory. */
export interface NumipayModuleExtras {
  /** The account's name, if the app has several. Part of its keys in the inbox. Defaults to `"default"`. */
  name?: string | undefined;
  /** The webhook's route, below the global prefix. `false` creates no route. Defaults to `"/webhooks/numipay"`. */
  path?: string | false | undefined;
  /** Whether every module of the app can inject this module's exports. Defaults to `false`. */
  isGlobal?: boolean | undefined;
  /** Decorators for the route's controller class, such as `Public()` or `SkipThrottle()`. */
  controllerDecorators?: readonly ClassDecorator[] | undefined;
  /** Decorators for the route's methods, for guards that only read the handler's metadata. */
  routeDecorators?: readonly MethodDecorator[] | undefined;
}

/** A class that creates the options, for `useClass` and `useExisting` of `forRootAsync`. */
export interface NumipayOptionsFactory {
  createNumipayOptions(): NumipayModuleOptions | Promise<NumipayModuleOptions>;
}
