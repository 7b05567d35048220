import {
  createReceiver,
  type Delivery,
  type EventRegistry,
  type WebhookOptions,
} from "@numipay/core";
import {
  respondNode,
  defaultWebhookPath,
  fromNodeRequest,
  isWebhookPath,
  captureRawBodies,
  withParserError,
} from "@numipay/core/node";
import type { ErrorRequestHandler, Request, RequestHandler } from "express";

/** Options of the Express webhook. */
export interface ExpressWebhookOptions<Tx = undefined> extends WebhookOptions<Request, Tx> {
  /**
   * Below the point where it is mounted. Defaults to `/webhooks/numipay`. A route that has the webhook as its handler
   * (`app.post("/any", webhook)`) has its own path instead; `"*"` serves every request, for a route that wraps the webhook.
   */
  path?: string | undefined;
}

type Handlers = [RequestHandler, ErrorRequestHandler];

/**
 * What `app.use()` takes: the handler of deliveries, and the one of deliveries that a body parser before it could not
 * read. Add event handlers with `on`.
 */
export type ExpressNumipayWebhook<Tx = undefined> = Handlers & EventRegistry<Tx>;

/**
 * A webhook for Express 4 and 5. It serves its path alone and works whichever body parser ran before it.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const webhook = numipayWebhook().on("deposit.successful", async (event) => credit(event.user_id, event.amount));
 * app.use(webhook);
 */
export function numipayWebhook<Tx = undefined>(
  options: ExpressWebhookOptions<Tx> = {},
): ExpressNumipayWebhook<Tx> {
  const { path = defaultWebhookPath, ...receiverOptions } = options;
  const { maxBodyBytes } = receiverOptions;
  const receiver = createReceiver<Request, Tx>(receiverOptions);
  captureRawBodies({ maxBodyBytes, signatureHeader: receiver.contract.headers.signature });

  const isMine = (request: Request): boolean =>
    isHandlerOf(request.route, receiver) || isWebhookPath(request.path, path);

  const handle: RequestHandler = async (request, response, next) => {
    if (!isMine(request)) return next();
    respondNode(response, await receiver.receive(fromNodeRequest(request)));
  };

  const handleParserError: ErrorRequestHandler = async (error, request, response, next) => {
    const delivery: Delivery<Request> | undefined = isMine(request)
      ? withParserError(fromNodeRequest(request), error)
      : undefined;
    if (delivery === undefined) return next(error);
    respondNode(response, await receiver.receive(delivery));
  };

  Object.assign(handle, { [ownReceiver]: receiver });
  return receiver.extend<Handlers>([handle, handleParserError]);
}

/** Not a symbol: agents copy properties by `for in`, which skips those. */
const ownReceiver = "numipayReceiver";

/**
 * True when the webhook is a handler of this route (`app.post(path, webhook)`), so that the host has chosen the path. Express
 * leaves the last route on the request, also behind one that has passed it on. By a property, which monitoring agents copy
 * when they wrap a handler.
 */
function isHandlerOf(route: unknown, receiver: object): boolean {
  const { stack } = (route ?? {}) as { stack?: { handle: { numipayReceiver?: object } }[] };
  return stack?.some(({ handle }) => handle[ownReceiver] === receiver) ?? false;
}
