import type { Change, Lease } from "@numipay/core";

interface HeldLease {
  change: Change;
  lease: Lease<undefined>;
  timer: NodeJS.Timeout;
}

/**
 * Leases that expire unless they are renewed. A fencing token identifies its lease, because each is used once.
 *
 * @param onExpired called when a lease expires
 */
export function createLeases(
  leaseMs: number,
  onExpired: (change: Change, lease: Lease<undefined>) => void,
) {
  const held = new Map<number, HeldLease>();

  return {
    begin(change: Change, lease: Lease<undefined>) {
      const timer = setTimeout(() => {
        held.delete(lease.fencingToken);
        onExpired(change, lease);
      }, leaseMs).unref();
      held.set(lease.fencingToken, { change, lease, timer });
    },
    end({ fencingToken }: Lease<undefined>) {
      clearTimeout(held.get(fencingToken)?.timer);
      held.delete(fencingToken);
    },
    /** Restarts the time of a lease. Returns false if it has expired. */
    renew({ fencingToken }: Lease<undefined>): boolean {
      const known = held.get(fencingToken);
      known?.timer.refresh();
      return known !== undefined;
    },
  };
}
