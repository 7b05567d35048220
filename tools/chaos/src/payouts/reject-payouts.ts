import { setTimeout as pause } from "node:timers/promises";
import type { Sandbox } from "@numipay/sandbox";
import type { PayoutFate } from "../gateways/payout-gateway.js";

/** How often the gateway looks for payouts to reject, in milliseconds. Reading tens of thousands takes a while. */
const intervalMs = 2000;
/** The pause between two attempts of the last webhooks, in milliseconds. */
const retryMs = 250;
const mostRetries = 240;

export interface RejectOptions {
  sandbox: Sandbox;
  fateOf: (tracking_id: string) => PayoutFate;
}

/** Rejects payouts by their fate and delivers the webhooks, until it is closed. */
export function startRejecting({ sandbox, fateOf }: RejectOptions) {
  const stop = new AbortController();

  async function rejectOpen() {
    for (const { transaction_id, tracking_id, status } of sandbox.transactions()) {
      const isRejected = fateOf(tracking_id).endsWith("rejected");
      if (isRejected && status !== "rejected") sandbox.setStatus(transaction_id, "rejected");
    }
    // The next attempt of what failed.
    await sandbox.advance("5m");
  }

  const running = (async () => {
    while (!stop.signal.aborted) {
      await pause(intervalMs, undefined, { signal: stop.signal }).catch(() => undefined);
      if (!stop.signal.aborted) await rejectOpen();
    }
  })();
  // `close` rethrows the error; until then it must not end the process.
  running.catch(() => undefined);

  const isDelivered = () => {
    const last = new Map(sandbox.deliveries().map((attempt) => [attempt.deliveryId, attempt]));
    return [...last.values()].every(({ state }) => state === "delivered");
  };

  return {
    /** Rejects the rest, and resolves once every webhook is delivered. */
    async finish() {
      stop.abort();
      await running;
      for (let retries = 0; retries < mostRetries; retries += 1) {
        await rejectOpen();
        if (isDelivered()) return;
        await pause(retryMs);
      }
      throw new Error("The webhooks of rejected payouts were not delivered.");
    },
    async close() {
      stop.abort();
      await running;
    },
  };
}
