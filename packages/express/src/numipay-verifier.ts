import type { IncomingMessage } from "node:http";
import {
  createVerifier,
  type Delivery,
  type NumipayEvent,
  type VerifierOptions,
} from "@numipay/core";
import {
  answerNode,
  fromNodeRequest,
  getVerifiedEvent,
  keepBodies,
  setVerifiedEvent,
  withParserError,
} from "@numipay/core/node";
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from "express";

/** Options of the Express verifier. */
export type ExpressVerifierOptions = VerifierOptions<Request>;

/** What a route or `app.use()` takes: the check of deliveries, and of those that a body parser before it could not read. */
export type ExpressNumipayVerifier = [RequestHandler, ErrorRequestHandler];

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
  keepBodies(options.maxBodyBytes);

  const pass = async (
    delivery: Delivery<Request>,
    response: Response,
    next: NextFunction,
  ): Promise<void> => {
    const { event, answer } = await verify(delivery);
    if (event === undefined) return answerNode(response, answer);
    setVerifiedEvent(delivery.request, event);
    next();
  };

  return [
    (request, response, next) => pass(fromNodeRequest(request), response, next),
    async (error, request, response, next) => {
      const delivery = withParserError(fromNodeRequest(request), error);
      if (delivery === undefined) return next(error);
      await pass(delivery, response, next);
    },
  ];
}

/**
 * The event of a request that `numipayVerifier()` let through.
 *
 * @throws Error when the verifier did not run before
 */
export function verifiedEvent(request: IncomingMessage): NumipayEvent {
  return getVerifiedEvent(request, "numipayVerifier()");
}
