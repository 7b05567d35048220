import {
  type EventRegistry,
  listSetAside,
  type Numipay,
  reconcile,
  type SetAside,
} from "@numipay/core";
import type { PgliteTransaction } from "@numipay/postgres/pglite";

/** What one run found. */
export interface Missed {
  readonly applied: number;
  readonly failed: number;
}

/**
 * Goes through the gateway's list since the last run, and calls the webhook's handlers with every change that no webhook
 * brought: the gateway gives each one up after 15 attempts.
 */
export async function findMissed(
  numipay: Numipay,
  webhook: EventRegistry<PgliteTransaction>,
  now?: () => number,
): Promise<Missed> {
  let applied = 0;
  let failed = 0;
  // PGlite has one connection, so one at a time.
  for await (const { outcome } of reconcile({ numipay, webhook, concurrency: 1, now })) {
    if (outcome === "processed") applied += 1;
    else if (outcome !== "unhandled") failed += 1;
  }
  return { applied, failed };
}

/** What three runs could not apply, and why. Each is still tried while the gateway lists it. */
export function listStuck(webhook: EventRegistry<PgliteTransaction>): Promise<SetAside[]> {
  return listSetAside({ webhook });
}
