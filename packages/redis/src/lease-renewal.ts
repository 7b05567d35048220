/** Renews the leases of claims whose handlers are at work. */
export interface LeaseRenewal {
  /** Renews a lease from now on. One of an earlier claim of the same key is not renewed any more. */
  begin(key: string, fence: number): void;
  /** Stops, whatever became of the lease. */
  end(key: string, fence: number): void;
}

/** A lease that is renewed. */
interface HeldLease {
  fence: number;
  dueAtMs: number;
}

/** So often in the time of a lease: it is due after three of them, and two thirds of its time are left for further tries. */
const ticksPerLease = 12;

/**
 * Renews leases of so many milliseconds, by one timer for all that are held. `renew` resolves to false where the lease is
 * lost; when it rejects, it is called again soon.
 */
export function createLeaseRenewal(
  leaseMs: number,
  renew: (key: string, fence: number) => Promise<boolean>,
): LeaseRenewal {
  const held = new Map<string, HeldLease>();
  const tickMs = Math.max(1, Math.floor(leaseMs / ticksPerLease));
  const dueAfterMs = leaseMs / 4;
  let isTicking = false;

  function tickSoon(): void {
    isTicking = true;
    // A handler at work has something of its own that keeps the process alive.
    setTimeout(tick, tickMs).unref();
  }

  function tick(): void {
    isTicking = false;
    if (held.size === 0) return;
    const nowMs = performance.now();
    for (const [key, lease] of held) if (lease.dueAtMs <= nowMs) renewOne(key, lease, nowMs);
    tickSoon();
  }

  function renewOne(key: string, lease: HeldLease, nowMs: number): void {
    // Due again whether or not this call is answered by then: each one counts from when the server runs it.
    lease.dueAtMs = nowMs + dueAfterMs;
    renew(key, lease.fence).then(
      (isHeld) => {
        if (!isHeld) end(key, lease.fence);
      },
      () => {
        lease.dueAtMs = 0;
      },
    );
  }

  function end(key: string, fence: number): void {
    if (held.get(key)?.fence === fence) held.delete(key);
  }

  return {
    begin(key, fence) {
      held.set(key, { fence, dueAtMs: performance.now() + dueAfterMs });
      if (!isTicking) tickSoon();
    },
    end,
  };
}
