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
 * Nest's parsers reject a body before any route runs. For a webhook's route, this error handler passes the delivery to the
 * webhook. It runs after the routes and before Nest's own error handler.
 */
export function createParserErrorHandler(
  findAccount: (request: ExpressRequest) => Account | undefined,
): ErrorHandler {
  // Express recognizes an error handler by its four parameters.
  return async (error, request, outgoing, next) => {
    const account = findAccount(request);
    const delivery =
      account === undefined ? undefined : withParserError(toDelivery(request), error);
    if (account === undefined || delivery === undefined) return next(error);
    const { response, error: thrown } = await account.receive(delivery);
    if (response.status < 500 || thrown === undefined) return respondNode(outgoing, response);
    pinStatus(outgoing, response.status);
    next(thrown);
  };
}
