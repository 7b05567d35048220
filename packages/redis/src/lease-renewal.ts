/** Renews the leases of running handlers. */
export interface LeaseRenewal {
  /** Starts renewing a lease. Replaces an earlier lease of the same key. */
  begin(key: string, token: number): void;
  /** Stops renewing a lease. */
  end(key: string, token: number): void;
}

/** A lease that is being renewed. */
interface HeldLease {
  token: number;
  dueAtMs: number;
}

/** A lease is due after three ticks. A failed renewal is retried at each further tick. */
const ticksPerLease = 12;

/**
 * Renews leases of `leaseMs` on one shared timer. `renew` resolves to false if the lease is lost. If it rejects, it is called
 * again at the next tick.
 */
export function createLeaseRenewal(
  leaseMs: number,
  renew: (key: string, token: number) => Promise<boolean>,
): LeaseRenewal {
  const held = new Map<string, HeldLease>();
  const tickMs = Math.max(1, Math.floor(leaseMs / ticksPerLease));
  const dueAfterMs = leaseMs / 4;
  let isTicking = false;

  function tickSoon(): void {
    isTicking = true;
    // A running handler keeps the process alive, so the timer need not.
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
    // Schedule the next renewal now: on a slow link this call may still be pending by then.
    lease.dueAtMs = nowMs + dueAfterMs;
    renew(key, lease.token).then(
      (isHeld) => {
        if (!isHeld) end(key, lease.token);
      },
      () => {
        lease.dueAtMs = 0;
      },
    );
  }

  function end(key: string, token: number): void {
    if (held.get(key)?.token === token) held.delete(key);
  }

  return {
    begin(key, token) {
      held.set(key, { token, dueAtMs: performance.now() + dueAfterMs });
      if (!isTicking) tickSoon();
    },
    end,
  };
}
