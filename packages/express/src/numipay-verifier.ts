import type { IncomingMessage } from "node:http";
import type { Delivery, NumipayEvent, VerifierOptions } from "@numipay/core";
import {
  captureRawBodies,
  createVerifier,
  respondNode,
  fromNodeRequest,
  getVerifiedEvent,
  setVerifiedEvent,
  withParserError,
} from "@numipay/core/node";
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from "express";

/** Options of the Express verifier. */
export type ExpressVerifierOptions = VerifierOptions<Request>;

/** Middleware for a route. */
export interface ExpressNumipayVerifier extends RequestHandler {
  /**
   * An error handler for `app.use` with the route's path, after a body parser. It verifies deliveries that the parser could not
   * read, which otherwise never reach the route. Other errors are passed on.
   */
  readonly onParserError: ErrorRequestHandler;
}

/**
 * Creates middleware for your own route. It passes on only the gateway's deliveries and rejects all other requests as the webhook
 * does. It records nothing, so a repeated delivery passes again.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * app.post("/payments", numipayVerifier(), async (request, response) => {
 *   await queue.add(verifiedEvent(request));
 *   response.status(202).end();
 * });
 */
export function numipayVerifier(options: ExpressVerifierOptions = {}): ExpressNumipayVerifier {
  const verify = createVerifier<Request>(options);
  captureRawBodies({ maxBodyBytes: options.maxBodyBytes, signatureHeader: verify.signatureHeader });
  const passed = new WeakSet<Request>();

  const pass = async (
    delivery: Delivery<Request>,
    response: Response,
    next: NextFunction,
  ): Promise<void> => {
    const { event, response: rejection } = await verify(delivery);
    if (event === undefined) return respondNode(response, rejection);
    setVerifiedEvent(delivery.request, event);
    passed.add(delivery.request);
    next();
  };

  const handle: RequestHandler = (request, response, next) =>
    // `onParserError` has already verified it, and its body may not be readable again.
    passed.has(request) ? next() : pass(fromNodeRequest(request), response, next);

  const onParserError: ErrorRequestHandler = (error, request, response, next) => {
    const delivery = withParserError(fromNodeRequest(request), error);
    return delivery === undefined ? next(error) : pass(delivery, response, next);
  };
  return Object.assign(handle, { onParserError });
}

/**
 * Returns the event of a request that `numipayVerifier()` accepted.
 *
 * @throws Error if the verifier did not run before
 */
export function verifiedEvent(request: IncomingMessage): NumipayEvent {
  return getVerifiedEvent(request, "numipayVerifier()");
}
