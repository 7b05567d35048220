import type { Change } from "@numipay/core";

/**
 * Leases that end after a time unless they are renewed. Fences are an inbox' own, so each names one lease.
 *
 * @param onEnd is called when a lease ends on its own
 */
export type Lease = import("@numipay/core").Lease<undefined>;

export function createLeases(leaseMs: number, onEnd: (change: Change, lease: Lease) => void) {
  const held: Map<number, { change: Change; lease: Lease; timer: NodeJS.Timeout }> = new Map();

  function begin(change: Change, lease: Lease) {
    const timer = setTimeout(() => {
      held.delete(lease.fencingToken);
      onEnd(change, lease);
    }, leaseMs).unref();
    held.set(lease.fencingToken, { change, lease, timer });
  }

  function end({ fencingToken }: Lease) {
    clearTimeout(held.get(fencingToken)?.timer);
    held.delete(fencingToken);
  }

  return {
    begin,
    end,
    /** False where the lease has ended. */
    renew(lease: Lease) {
      const known = held.get(lease.fencingToken);
      known?.timer.refresh();
      return known !== undefined;
    },
  };
}
