import { createVerifier, type NumipayEvent, type VerifierOptions } from "@numipay/core";
import {
  fromFrameworkRequest,
  getVerifiedEvent,
  captureRawBodies,
  type ParsedBody,
  setVerifiedEvent,
} from "@numipay/core/node";
import type { Context, Middleware } from "koa";
import type { NumipayState } from "./numipay-state.js";
import { writeAnswer } from "./write-answer.js";

/** Options of the Koa verifier. */
export type KoaVerifierOptions = VerifierOptions<Context>;

/** What `app.use()` or a route takes. */
export type KoaNumipayVerifier = Middleware<NumipayState>;

/**
 * Middleware for a route of your own: lets only deliveries of the gateway through, and responds to all others as the webhook
 * does. It applies and records nothing, so a repeated delivery gets through again.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * router.post("/payments", numipayVerifier(), async (ctx) => {
 *   await queue.add(verifiedEvent(ctx));
 *   ctx.status = 202;
 * });
 */
export function numipayVerifier(options: KoaVerifierOptions = {}): KoaNumipayVerifier {
  const verify = createVerifier<Context>(options);
  captureRawBodies({ maxBodyBytes: options.maxBodyBytes, signatureHeader: verify.signatureHeader });

  return async (ctx, next) => {
    const delivery = fromFrameworkRequest(ctx.req, ctx.request as ParsedBody, ctx as Context);
    const { event, answer } = await verify(delivery);
    if (event === undefined) return writeAnswer(ctx, answer);
    setVerifiedEvent(ctx.req, event);
    return next();
  };
}

/**
 * The event of a request that `numipayVerifier()` let through.
 *
 * @throws Error when the verifier did not run before
 */
export function verifiedEvent(ctx: Pick<Context, "req">): NumipayEvent {
  return getVerifiedEvent(ctx.req, "numipayVerifier()");
}
