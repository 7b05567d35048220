import { toIdempotencyKey } from "@numipay/core";

/**
 * Takes note of what the gateways of an outage send, and of what comes of it.
 *
 * @param post rejects where nothing listens
 */
export function createOutageNotes(
  post: (init: {
    body: string;
    headers: Record<string, string>;
  }) => Promise<{ status: number; text: string }>,
) {
  /** By key of the change. */
  const orders: Map<string, { sent: number; acknowledged: number; refused: number }> = new Map();
  /** Changes that were refused in the outage and came while the reconciler went over their gateway's list. */
  const raced = new Set();
  const tally = { deliveries: 0, met: 0 };
  let clock = 0;
  const orderOf = (key) => {
    const order = orders.get(key) ?? { sent: (clock += 1), acknowledged: Infinity, refused: 0 };
    orders.set(key, order);
    return order;
  };

  return {
    orders,
    raced,
    tally,
    /** For `listed`. */
    now: () => (clock += 1),
    /** The gateway's list told of a change, at that moment at the earliest: a webhook need not have been sent before. */
    listed(key, since) {
      const order = orderOf(key);
      order.sent = Math.min(order.sent, since);
    },
    /**
     * For `createSandbox`.
     *
     * @param isReconciled whether the reconciler is at this gateway now
     */
    deliverWhile: (isReconciled: () => boolean) => async (_url, init) => {
      // Chaos, which is off here, would send it in pieces.
      const body = String(init?.body);
      const key = toIdempotencyKey(JSON.parse(body));
      const order = orderOf(key);
      tally.deliveries += 1;
      if (order.refused > 0 && isReconciled()) raced.add(key);
      try {
        const headers = Object.fromEntries(new Headers(init?.headers));
        const { status, text } = await post({ body, headers });
        if (status < 300) order.acknowledged = Math.min(order.acknowledged, (clock += 1));
        // The reconciler holds this very change: the gateway has to come again.
        else if (status === 503) tally.met += 1;
        return new Response(text, { status });
      } catch (error) {
        order.refused += 1;
        throw error;
      }
    },
  };
}
