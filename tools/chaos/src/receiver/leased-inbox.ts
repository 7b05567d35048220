import type { Inbox } from "@numipay/core";
import { call } from "../ledger/call.js";

/** Renewed so many times in the time of a lease. */
const renewalsPerLease = 4;

/**
 * The port's own rules behind a network, with leases that are renewed while a handler works: what any leased engine amounts
 * to.
 *
 * @param options `neverRenews`: one of the negative controls
 */
export function leasedInbox({
  ledgerUrl,
  leaseMs,
  neverRenews = false,
}: {
  ledgerUrl: string;
  leaseMs: number;
  neverRenews?: boolean;
}): Inbox<undefined> {
  /** By fencingToken. */
  const renewals: Map<number, NodeJS.Timeout> = new Map();

  function stop({ fencingToken }) {
    clearInterval(renewals.get(fencingToken));
    renewals.delete(fencingToken);
  }

  async function renew(lease) {
    const isHeld = await call(ledgerUrl, "renew", { lease });
    if (!isHeld) stop(lease);
  }

  return {
    async claim(change) {
      const claim = await call(ledgerUrl, "claim", { change: toPlain(change) });
      if (claim.state === "new" && !neverRenews) {
        const again = () => void renew(claim.lease).catch(() => undefined);
        const timer = setInterval(again, leaseMs / renewalsPerLease);
        renewals.set(claim.lease.fencingToken, timer);
      }
      return claim;
    },
    async complete(change, lease) {
      try {
        return await call(ledgerUrl, "complete", { change: toPlain(change), lease });
      } finally {
        stop(lease);
      }
    },
    async release(change, lease) {
      stop(lease);
      await call(ledgerUrl, "release", { change: toPlain(change), lease });
    },
    abandon: (_change, lease) => stop(lease),
  };
}

/** `content` is read from the change on demand and would not be copied. */
function toPlain({ account, key, transactionKey, status, rank, isHandled, content }) {
  return { account, key, transactionKey, status, rank, isHandled, content };
}
