import { toIdempotencyKey, type Transaction } from "@numipay/core";
import type { PostResponse } from "../post.js";
import type { DeliveryOrder } from "./sender.js";

export interface OutageDelivery {
  body: string;
  headers: Record<string, string>;
}

interface OutageOrder extends DeliveryOrder {
  /** How many attempts found no receiver. */
  refused: number;
}

export type OutageLog = ReturnType<typeof createOutageLog>;

/**
 * Records what the gateways send during and after an outage, and the responses.
 *
 * @param post rejects while no receiver listens
 */
export function createOutageLog(post: (delivery: OutageDelivery) => Promise<PostResponse>) {
  const orders = new Map<string, OutageOrder>();
  /** Changes that were refused in the outage and delivered while the reconciler processed their gateway's list. */
  const raced = new Set<string>();
  const counts = { deliveries: 0, inProgress: 0 };
  let clock = 0;
  const orderOf = (key: string): OutageOrder => {
    const order = orders.get(key) ?? { sent: (clock += 1), acknowledged: Infinity, refused: 0 };
    orders.set(key, order);
    return order;
  };

  return {
    orders: orders as ReadonlyMap<string, OutageOrder>,
    raced: raced as ReadonlySet<string>,
    counts,
    /** Returns a time for `listed`. */
    now: () => (clock += 1),
    /** Records that the gateway's list had a change, at the given time at the earliest, maybe before its first webhook. */
    listed(key: string, since: number) {
      const order = orderOf(key);
      order.sent = Math.min(order.sent, since);
    },
    /**
     * Returns the `deliver` option of a sandbox.
     *
     * @param isReconciling whether the reconciler is processing this gateway's list
     */
    deliverWhile:
      (isReconciling: () => boolean): typeof fetch =>
      async (_url, init) => {
        // A string, because these sandboxes inject no faults.
        const body = String(init?.body);
        const key = toIdempotencyKey(JSON.parse(body) as Transaction);
        const order = orderOf(key);
        counts.deliveries += 1;
        if (order.refused > 0 && isReconciling()) raced.add(key);
        try {
          const headers = Object.fromEntries(new Headers(init?.headers));
          const { status, text } = await post({ body, headers });
          if (status < 300) order.acknowledged = Math.min(order.acknowledged, (clock += 1));
          // The reconciler is applying the same change, so the gateway has to retry.
          else if (status === 503) counts.inProgress += 1;
          return new Response(text, { status });
        } catch (error) {
          order.refused += 1;
          throw error;
        }
      },
  };
}
