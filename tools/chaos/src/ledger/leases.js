/**
 * Leases that end after a time unless they are renewed. Fences are an inbox' own, so each names one lease.
 *
 * @typedef {import("@numipay/core").Change} Change
 * @typedef {import("@numipay/core").Lease<undefined>} Lease
 * @param {number} leaseMs
 * @param {(change: Change, lease: Lease) => void} onEnd is called when a lease ends on its own
 */
export function createLeases(leaseMs, onEnd) {
  /** @type {Map<number, { change: Change, lease: Lease, timer: NodeJS.Timeout }>} */
  const held = new Map();

  /**
   * @param {Change} change
   * @param {Lease} lease
   */
  function begin(change, lease) {
    const timer = setTimeout(() => {
      held.delete(lease.fencingToken);
      onEnd(change, lease);
    }, leaseMs).unref();
    held.set(lease.fencingToken, { change, lease, timer });
  }

  /** @param {Lease} lease */
  function end({ fencingToken }) {
    clearTimeout(held.get(fencingToken)?.timer);
    held.delete(fencingToken);
  }

  return {
    begin,
    end,
    /**
     * False where the lease has ended.
     *
     * @param {Lease} lease
     */
    renew(lease) {
      const known = held.get(lease.fencingToken);
      known?.timer.refresh();
      return known !== undefined;
    },
  };
}
