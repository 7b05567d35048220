import type { ServerResponse } from "node:http";
import { respondNode, withParserError } from "@numipay/core/node";
import type { Account } from "./account.js";
import { type ExpressApp, findWebhookAccount, layersOf } from "./express-routes.js";
import type { WebhookRequest } from "./module-options.js";
import { ensureResponse } from "./ensure-response.js";
import { setParserError, toDelivery } from "./to-delivery.js";

type ExpressRequest = WebhookRequest & { path: string };

type ErrorHandler = (
  error: unknown,
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown;

/** The names of Express's parsers, by which Nest itself finds them. */
const parserNames = ["jsonParser", "urlencodedParser", "textParser", "rawParser"];

/**
 * Makes deliveries that Express's parsers reject reach the webhook's route. The parsers' error would skip everything before the
 * route: middleware, guards and interceptors. So handlers right behind the parsers discard the error of a delivery.
 *
 * @param use adds an error handler as the app's last layer
 */
export function discardParserErrors(
  app: ExpressApp,
  use: (handler: ErrorHandler) => void,
  accounts: readonly Account[],
): void {
  const layers = layersOf(app);
  const isParser = (at: number): boolean => parserNames.includes(layers[at]?.name ?? "");
  // From the last one, because an insertion moves the layers behind it.
  for (let at = layers.length - 1; at >= 0; at -= 1) {
    if (!isParser(at) || isParser(at + 1)) continue;
    use((error, request, _response, next) => {
      if (!isOfDelivery(error, request)) return next(error);
      setParserError(request, error);
      next();
    });
    layers.splice(at + 1, 0, ...layers.splice(-1));
  }
  // A parser inside other middleware is not found by its name. Its error has skipped the route.
  use(async (error, request, outgoing, next) => {
    const account = findWebhookAccount(app, request, accounts);
    const delivery = account && withParserError(toDelivery(request), error);
    if (account === undefined || delivery === undefined) return next(error);
    const { response, error: thrown } = await account.receive(delivery);
    if (response.status < 500 || thrown === undefined) return respondNode(outgoing, response);
    ensureResponse(outgoing, response);
    next(thrown);
  });

  function isOfDelivery(error: unknown, request: ExpressRequest): boolean {
    return (
      withParserError(toDelivery(request), error) !== undefined &&
      findWebhookAccount(app, request, accounts) !== undefined
    );
  }
}
