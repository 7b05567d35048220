import type { EventRegistry, WebhookOptions } from "@numipay/core";
import {
  captureRawBodies,
  createReceiver,
  defaultWebhookPath,
  fromFrameworkRequest,
  isWebhookPath,
  type ParsedBody,
  toWebhookPath,
  warnOfRepeatedPrefix,
} from "@numipay/core/node";
import type { Context, Middleware, Next } from "koa";
import type { NumipayState } from "./numipay-state.js";
import { writeResponse } from "./write-response.js";

/** Options of the Koa webhook. */
export interface KoaWebhookOptions<Tx = undefined> extends WebhookOptions<Context, Tx> {
  /**
   * The path to serve, relative to the mount point. `"*"` serves every request, for a route that wraps the webhook. Ignored if the
   * webhook is the handler of a route (`router.post("/any", webhook)`). Defaults to `"/webhooks/numipay"`.
   */
  path?: string | undefined;
}

/** Middleware for `app.use()`. Add event handlers with `on`. */
export type KoaNumipayWebhook<Tx = undefined> = Middleware<NumipayState> & EventRegistry<Tx>;

/**
 * Creates a webhook for Koa 2 and 3. It serves only its path and works before or behind body parsers.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const webhook = numipayWebhook().on("deposit.successful", async (event) => credit(event.user_id, event.amount));
 * app.use(webhook);
 */
export function numipayWebhook<Tx = undefined>(
  options: KoaWebhookOptions<Tx> = {},
): KoaNumipayWebhook<Tx> {
  const { path: given = defaultWebhookPath, ...receiverOptions } = options;
  const path = toWebhookPath(given);
  const { maxBodyBytes, logger } = receiverOptions;
  const receiver = createReceiver<Context, Tx>(receiverOptions);
  captureRawBodies({ maxBodyBytes, signatureHeader: receiver.contract.headers.signature });

  let isMountChecked = false;
  // Koa does not pass a middleware its mount point before the first request.
  const passOn = (ctx: Pick<Context, "originalUrl" | "path">, next: Next): Promise<unknown> => {
    if (!isMountChecked) warnOfRepeatedPrefix(toMountPoint(ctx), path, logger);
    isMountChecked = true;
    return next();
  };

  const handle: Middleware<NumipayState> = async (ctx, next) => {
    if (!isHandlerOf(ctx, receiver) && !isWebhookPath(ctx.path, path)) return passOn(ctx, next);
    const delivery = fromFrameworkRequest(ctx.req, ctx.request as ParsedBody, ctx as Context);
    writeResponse(ctx, await receiver.receive(delivery));
  };
  return receiver.extend(Object.assign(handle, { [ownReceiver]: receiver }));
}

/** A string, not a symbol, because monitoring agents copy properties with `for in`. */
const ownReceiver = "numipayReceiver";

/** The part of the URL that koa-mount, also nested, has removed from the path. Its own `mountPath` has only the inner part. */
function toMountPoint({ originalUrl, path }: Pick<Context, "originalUrl" | "path">): string {
  const [original = ""] = originalUrl.split("?");
  const rest = path === "/" ? "" : path;
  return original.endsWith(rest) ? original.slice(0, original.length - rest.length) : "";
}

/** What @koa/router stores on the context: the layers whose path matches, from every router so far. */
interface RoutedContext {
  method: string;
  matched?: { methods: string[]; stack: { numipayReceiver?: object }[] }[];
}

/**
 * Whether the webhook is a handler of a route (`router.post(path, webhook)`), whose path then applies. A matching route is not
 * enough, because it may have passed the request on. Uses a property, which monitoring agents copy when they wrap a handler.
 */
function isHandlerOf({ method, matched = [] }: RoutedContext, receiver: object): boolean {
  return matched.some(
    ({ methods, stack }) =>
      methods.includes(method) && stack.some((layer) => layer[ownReceiver] === receiver),
  );
}
