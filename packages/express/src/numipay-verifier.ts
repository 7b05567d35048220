import type { IncomingMessage } from "node:http";
import {
  createVerifier,
  type Delivery,
  type NumipayEvent,
  type VerifierOptions,
} from "@numipay/core";
import {
  respondNode,
  fromNodeRequest,
  getVerifiedEvent,
  captureRawBodies,
  setVerifiedEvent,
  withParserError,
} from "@numipay/core/node";
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from "express";

/** Options of the Express verifier. */
export type ExpressVerifierOptions = VerifierOptions<Request>;

/** What a route takes, before its handler. */
export interface ExpressNumipayVerifier extends RequestHandler {
  /**
   * For `app.use` with the route's path, after a body parser: responds to deliveries that the parser could not read, which never
   * reach the route, and lets those through that are the gateway's all the same. Other errors go on to the host's handlers.
   */
  readonly onParserError: ErrorRequestHandler;
}

/**
 * Middleware for a route of your own: lets only deliveries of the gateway through, and responds to all others as the webhook
 * does. It applies and records nothing, so a repeated delivery gets through again.
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
    const { event, answer } = await verify(delivery);
    if (event === undefined) return respondNode(response, answer);
    setVerifiedEvent(delivery.request, event);
    passed.add(delivery.request);
    next();
  };

  const handle: RequestHandler = (request, response, next) =>
    // After `onParserError` let it through, its body may not be there a second time.
    passed.has(request) ? next() : pass(fromNodeRequest(request), response, next);

  const onParserError: ErrorRequestHandler = (error, request, response, next) => {
    const delivery = withParserError(fromNodeRequest(request), error);
    return delivery === undefined ? next(error) : pass(delivery, response, next);
  };
  return Object.assign(handle, { onParserError });
}

/**
 * The event of a request that `numipayVerifier()` let through.
 *
 * @throws Error when the verifier did not run before
 */
export function verifiedEvent(request: IncomingMessage): NumipayEvent {
  return getVerifiedEvent(request, "numipayVerifier()");
}
