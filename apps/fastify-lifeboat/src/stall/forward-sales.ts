import { eventType, toIdempotencyKey } from "@numipay/core";
import { numipayVerifier, verifiedEvent } from "@numipay/fastify";
import type { FastifyPluginAsync } from "fastify";

/** The souvenir stall. It has a separate merchant account, and its till keeps the records. */
export interface Stall {
  /** The signature password of the stall's account. */
  readonly signaturePassword: string;
  /** The till's webhook URL. */
  readonly tillUrl: string;
}

const account = "stall";
const tillTimeoutMs = 5_000;

/**
 * `POST /webhooks/stall`: forwards each verified event to the till before it responds. There is no inbox: duplicate
 * deliveries are forwarded with the same key, and the till skips them.
 */
export function forwardSales({ signaturePassword, tillUrl }: Stall): FastifyPluginAsync {
  return async (scope) => {
    await scope.register(numipayVerifier({ signaturePassword, strict: true, logger: scope.log }));
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
      // Anything but a 2xx makes the gateway retry.
      return reply.code(response?.ok === true ? 200 : 503).send();
    });
  };
}
