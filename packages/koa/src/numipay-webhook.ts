import { createReceiver, type EventRegistry, type WebhookOptions } from "@numipay/core";
import {
  defaultWebhookPath,
  fromFrameworkRequest,
  isWebhookPath,
  captureRawBodies,
  type ParsedBody,
} from "@numipay/core/node";
import type { Context, Middleware } from "koa";
import type { NumipayState } from "./numipay-state.js";
import { writeAnswer } from "./write-answer.js";

/** Options of the Koa webhook. */
export interface KoaWebhookOptions<Tx = undefined> extends WebhookOptions<Context, Tx> {
  /**
   * Below the point where it is mounted. Defaults to `/webhooks/numipay`. A route that has the webhook as its handler
   * (`router.post("/any", webhook)`) has its own path instead; `"*"` serves every request, for a route that wraps the webhook.
   */
  path?: string | undefined;
}

/** What `app.use()` takes. Add event handlers with `on`. */
export type KoaNumipayWebhook<Tx = undefined> = Middleware<NumipayState> & EventRegistry<Tx>;

/**
 * A webhook for Koa 2 and 3. It serves its path alone and works whichever body parser ran before it.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const webhook = numipayWebhook().on("deposit.successful", async (event) => credit(event.user_id, event.amount));
 * app.use(webhook);
 */
export function numipayWebhook<Tx = undefined>(
  options: KoaWebhookOptions<Tx> = {},
): KoaNumipayWebhook<Tx> {
  const { path = defaultWebhookPath, ...receiverOptions } = options;
  const { maxBodyBytes } = receiverOptions;
  const receiver = createReceiver<Context, Tx>(receiverOptions);
  captureRawBodies({ maxBodyBytes, signatureHeader: receiver.contract.headers.signature });

  const handle: Middleware<NumipayState> = async (ctx, next) => {
    if (!isHandlerOf(ctx, receiver) && !isWebhookPath(ctx.path, path)) return next();
    const delivery = fromFrameworkRequest(ctx.req, ctx.request as ParsedBody, ctx as Context);
    writeAnswer(ctx, await receiver.receive(delivery));
  };
  return receiver.extend(Object.assign(handle, { [ownReceiver]: receiver }));
}

/** Not a symbol: agents copy properties by `for in`, which skips those. */
const ownReceiver = "numipayReceiver";

/** What @koa/router leaves on a context: the layers whose path fits, in every router so far. */
interface RoutedContext {
  method: string;
  matched?: { methods: string[]; stack: { numipayReceiver?: object }[] }[];
}

/**
 * True when the webhook is a handler of a route (`router.post(path, webhook)`), so that the host has chosen the path. That
 * some route has matched is not enough: it may have passed the request on. By a property, which monitoring agents copy when
 * they wrap a handler.
 */
function isHandlerOf({ method, matched = [] }: RoutedContext, receiver: object): boolean {
  return matched.some(
    ({ methods, stack }) =>
      methods.includes(method) && stack.some((layer) => layer[ownReceiver] === receiver),
  );
}
