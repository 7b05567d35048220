import type { NumipayEvent, VerifierOptions } from "@numipay/core";
import {
  captureRawBodies,
  createVerifier,
  fromFrameworkRequest,
  getVerifiedEvent,
  setVerifiedEvent,
} from "@numipay/core/node";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { createHostLog } from "./host-log.js";
import { leaveBodiesUnread } from "./leave-bodies-unread.js";

/** Options of the Fastify verifier. */
export type FastifyVerifierOptions = VerifierOptions<FastifyRequest>;

/** A plugin for `register()` of a scope. */
export type FastifyNumipayVerifier = FastifyPluginAsync;

/**
 * Creates a plugin for a scope with your own routes. It passes on only the gateway's deliveries and rejects all other requests as
 * the webhook does. It records nothing, so a repeated delivery passes again. In the scope, `request.body` is undefined: read
 * `verifiedEvent(request)`.
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
  const log = createHostLog(options);
  const verify = createVerifier<FastifyRequest>({ ...options, onOutcome: log.onOutcome });
  // A hook or parser of the host may read the body first.
  captureRawBodies({ maxBodyBytes: options.maxBodyBytes, signatureHeader: verify.signatureHeader });

  const plugin: FastifyPluginAsync = async (scope) => {
    log.use(scope.log);
    leaveBodiesUnread(scope);
    // Before the route's schema is validated, which would respond first.
    scope.addHook("preValidation", async (request, reply) => {
      const { event, response } = await verify(fromFrameworkRequest(request.raw, request, request));
      if (event !== undefined) return setVerifiedEvent(request.raw, event);
      return reply.code(response.status).headers(response.headers).send(response.body);
    });
  };
  // Applies the hook to the scope that registers it.
  return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
}

/**
 * Returns the event of a request that `numipayVerifier()` accepted.
 *
 * @throws Error if the verifier did not run before
 */
export function verifiedEvent(request: Pick<FastifyRequest, "raw">): NumipayEvent {
  return getVerifiedEvent(request.raw, "numipayVerifier()");
}
