import { eventType, type OutcomeObserver, toIdempotencyKey } from "@numipay/core";
import { numipayVerifier, verifiedEvent } from "@numipay/fastify";
import type { FastifyPluginAsync } from "fastify";

/** The souvenir stall: a merchant account of its own, whose till keeps its own ledger. */
export interface Stall {
  /** Of the stall's account. */
  readonly signaturePassword: string;
  /** Where the till takes events. */
  readonly tillUrl: string;
}

const account = "stall";
const tillTimeoutMs = 5_000;

/**
 * `POST /webhooks/stall`: hands each verified event to the till, and responds only then. There is no inbox here. A repeated
 * delivery gets through again, with the same key, and the till knows the key.
 */
export function forwardSales({
  signaturePassword,
  tillUrl,
  onOutcome,
}: Stall & { onOutcome: OutcomeObserver }): FastifyPluginAsync {
  return async (scope) => {
    await scope.register(numipayVerifier({ signaturePassword, strict: true, onOutcome }));
    scope.all("/webhooks/stall", async (request, reply) => {
      const event = verifiedEvent(request);
      const response = await fetch(tillUrl, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "idempotency-key": encodeURIComponent(toIdempotencyKey(event, account)),
        },
        body: JSON.stringify({ type: eventType(event), event }),
        redirect: "manual",
        signal: AbortSignal.timeout(tillTimeoutMs),
      }).catch(() => undefined);
      await response?.body?.cancel();
      // Not a 2xx before the till has it: the gateway tries again.
      return reply.code(response?.ok === true ? 200 : 503).send();
    });
  };
}
