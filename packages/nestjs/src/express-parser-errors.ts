import type { ServerResponse } from "node:http";
import { respondNode, withParserError } from "@numipay/core/node";
import type { Account } from "./account.js";
import type { WebhookRequest } from "./module-options.js";
import { pinStatus } from "./pin-status.js";
import { toDelivery } from "./to-delivery.js";

type ExpressRequest = WebhookRequest & { path: string };

type ErrorHandler = (
  error: unknown,
  request: ExpressRequest,
  response: ServerResponse,
  next: (error: unknown) => void,
) => Promise<void>;

/**
 * Nest's parsers refuse a body before any route runs. This takes what they refused on a webhook's route, as the webhook
 * would have: it stands behind the routes and before Nest's own answer to errors.
 */
export function createParserErrorHandler(
  findAccount: (request: ExpressRequest) => Account | undefined,
): ErrorHandler {
  // Express knows an error handler by its four parameters.
  return async (error, request, response, next) => {
    const account = findAccount(request);
    const delivery =
      account === undefined ? undefined : withParserError(toDelivery(request), error);
    if (account === undefined || delivery === undefined) return next(error);
    const { answer, error: thrown } = await account.receive(delivery);
    if (answer.status < 500 || thrown === undefined) return respondNode(response, answer);
    pinStatus(response, answer.status);
    next(thrown);
  };
}
