import type { Change, Claim, Inbox, Lease } from "@numipay/core";
import { call } from "../ledger/call.js";

/** How many times a lease is renewed within its duration. */
const renewalsPerLease = 4;

export interface LeasedInboxOptions {
  ledgerUrl: string;
  leaseMs: number;
  /** Negative control. Defaults to `false`. */
  neverRenews?: boolean;
}

/**
 * A minimal leased engine: the rules of the `Inbox` interface over the network, with leases that are renewed while a
 * handler runs.
 */
export function leasedInbox({
  ledgerUrl,
  leaseMs,
  neverRenews = false,
}: LeasedInboxOptions): Inbox {
  /** By fencing token. */
  const renewals = new Map<number, NodeJS.Timeout>();

  function stop({ fencingToken }: Lease<undefined>) {
    clearInterval(renewals.get(fencingToken));
    renewals.delete(fencingToken);
  }

  async function renew(lease: Lease<undefined>) {
    const isHeld = await call(ledgerUrl, "renew", { lease });
    if (isHeld === false) stop(lease);
  }

  return {
    async claim(change) {
      const claim = (await call(ledgerUrl, "claim", {
        change: toPlain(change),
      })) as Claim<undefined>;
      if (claim.state === "new" && !neverRenews) {
        const { lease } = claim;
        const renewQuietly = () => void renew(lease).catch(() => undefined);
        renewals.set(lease.fencingToken, setInterval(renewQuietly, leaseMs / renewalsPerLease));
      }
      return claim;
    },
    async complete(change, lease) {
      try {
        const input = { change: toPlain(change), lease };
        return (await call(ledgerUrl, "complete", input)) as boolean;
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

/** `content` is computed on access: neither a spread nor `JSON.stringify` copies it. */
function toPlain(change: Change): Change {
  const { account, key, transactionKey, status, rank, isHandled, content } = change;
  return { account, key, transactionKey, status, rank, isHandled, content };
}
