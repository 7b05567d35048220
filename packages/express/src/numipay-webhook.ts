import type { Delivery, EventRegistry, WebhookOptions } from "@numipay/core";
import {
  captureRawBodies,
  createReceiver,
  respondNode,
  defaultWebhookPath,
  fromNodeRequest,
  isWebhookPath,
  toWebhookPath,
  warnOfRepeatedPrefix,
  withParserError,
} from "@numipay/core/node";
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler } from "express";

/** Options of the Express webhook. */
export interface ExpressWebhookOptions<Tx = undefined> extends WebhookOptions<Request, Tx> {
  /**
   * The path to serve, relative to the mount point. `"*"` serves every request, for a route that wraps the webhook. Ignored if the
   * webhook is the handler of a route (`app.post("/any", webhook)`). Defaults to `"/webhooks/numipay"`.
   */
  path?: string | undefined;
}

type Handlers = [RequestHandler, ErrorRequestHandler];

/**
 * Handlers for `app.use()`: one for deliveries, and one for deliveries that an earlier body parser could not read. Add event
 * handlers with `on`.
 */
export type ExpressNumipayWebhook<Tx = undefined> = Handlers & EventRegistry<Tx>;

/**
 * Creates a webhook for Express 4 and 5. It serves only its path and works before or behind body parsers.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const webhook = numipayWebhook().on("deposit.successful", async (event) => credit(event.user_id, event.amount));
 * app.use(webhook);
 */
export function numipayWebhook<Tx = undefined>(
  options: ExpressWebhookOptions<Tx> = {},
): ExpressNumipayWebhook<Tx> {
  const { path: given = defaultWebhookPath, ...receiverOptions } = options;
  const path = toWebhookPath(given);
  const { maxBodyBytes, logger } = receiverOptions;
  const receiver = createReceiver<Request, Tx>(receiverOptions);
  captureRawBodies({ maxBodyBytes, signatureHeader: receiver.contract.headers.signature });

  const isWebhookRequest = (request: Request): boolean =>
    isHandlerOf(request.route, receiver) || isWebhookPath(request.path, path);

  let isMountChecked = false;
  // Express does not pass a handler its mount point before the first request.
  const passOn = (request: Request, next: NextFunction): void => {
    if (!isMountChecked) warnOfRepeatedPrefix(request.baseUrl, path, logger);
    isMountChecked = true;
    next();
  };

  const handle: RequestHandler = async (request, response, next) => {
    if (!isWebhookRequest(request)) return passOn(request, next);
    respondNode(response, await receiver.receive(fromNodeRequest(request)));
  };

  const handleParserError: ErrorRequestHandler = async (error, request, response, next) => {
    const delivery: Delivery<Request> | undefined = isWebhookRequest(request)
      ? withParserError(fromNodeRequest(request), error)
      : undefined;
    if (delivery === undefined) return next(error);
    respondNode(response, await receiver.receive(delivery));
  };

  Object.assign(handle, { [ownReceiver]: receiver });
  return receiver.extend<Handlers>([handle, handleParserError]);
}

/** A string, not a symbol, because monitoring agents copy properties with `for in`. */
const ownReceiver = "numipayReceiver";

/**
 * Whether the webhook is a handler of this route (`app.post(path, webhook)`), whose path then applies. Express keeps the last route
 * on the request, even if it has passed the request on. Uses a property, which monitoring agents copy when they wrap a handler.
 */
function isHandlerOf(route: unknown, receiver: object): boolean {
  const { stack } = (route ?? {}) as { stack?: { handle: { numipayReceiver?: object } }[] };
  return stack?.some(({ handle }) => handle[ownReceiver] === receiver) ?? false;
}
