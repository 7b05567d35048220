import type { NumipayEvent, VerifierOptions } from "@numipay/core";
import {
  captureRawBodies,
  createVerifier,
  fromFrameworkRequest,
  getVerifiedEvent,
  type ParsedBody,
  setVerifiedEvent,
} from "@numipay/core/node";
import type { Context, Middleware } from "koa";
import type { NumipayState } from "./numipay-state.js";
import { writeResponse } from "./write-response.js";

/** Options of the Koa verifier. */
export type KoaVerifierOptions = VerifierOptions<Context>;

/** Middleware for `app.use()` or a route. */
export type KoaNumipayVerifier = Middleware<NumipayState>;

/**
 * Creates middleware for your own route. It passes on only the gateway's deliveries and rejects all other requests as the webhook
 * does. It records nothing, so a repeated delivery passes again.
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
    const { event, response } = await verify(delivery);
    if (event === undefined) return writeResponse(ctx, response);
    setVerifiedEvent(ctx.req, event);
    return next();
  };
}

/**
 * Returns the event of a request that `numipayVerifier()` accepted.
 *
 * @throws Error if the verifier did not run before
 */
export function verifiedEvent(ctx: Pick<Context, "req">): NumipayEvent {
  return getVerifiedEvent(ctx.req, "numipayVerifier()");
}
