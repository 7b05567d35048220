import { createVerifier, type NumipayEvent, type VerifierOptions } from "@numipay/core";
import {
  fromFrameworkRequest,
  getVerifiedEvent,
  captureRawBodies,
  setVerifiedEvent,
} from "@numipay/core/node";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { leaveBodiesUnread } from "./leave-bodies-unread.js";

/** Options of the Fastify verifier. */
export type FastifyVerifierOptions = VerifierOptions<FastifyRequest>;

/** What `register()` of a scope takes. */
export type FastifyNumipayVerifier = FastifyPluginAsync;

/**
 * A plugin for a scope with routes of your own: lets only deliveries of the gateway into these, and responds to all others as
 * the webhook does. It applies and records nothing, so a repeated delivery gets through again. In the scope `request.body` is
 * undefined: only what was verified can be read.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * await app.register(async (scope) => {
 *   await scope.register(numipayVerifier());
 *   scope.post("/payments", async (request, reply) => {
 *     await queue.add(verifiedEvent(request));
 *     return reply.code(202).send();
 *   });
 * });
 */
export function numipayVerifier(options: FastifyVerifierOptions = {}): FastifyNumipayVerifier {
  const verify = createVerifier<FastifyRequest>(options);
  // A hook or parser of the host may read the body first.
  captureRawBodies({ maxBodyBytes: options.maxBodyBytes, signatureHeader: verify.signatureHeader });

  const plugin: FastifyPluginAsync = async (scope) => {
    leaveBodiesUnread(scope);
    // Before a schema of the route is checked: it must not answer first.
    scope.addHook("preValidation", async (request, reply) => {
      const { event, answer } = await verify(fromFrameworkRequest(request.raw, request, request));
      if (event !== undefined) return setVerifiedEvent(request.raw, event);
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    });
  };
  // Its hook is for the scope that registers it, not for one of its own.
  return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
}

/**
 * The event of a request that `numipayVerifier()` let through.
 *
 * @throws Error when the verifier did not run before
 */
export function verifiedEvent(request: Pick<FastifyRequest, "raw">): NumipayEvent {
  return getVerifiedEvent(request.raw, "numipayVerifier()");
}
