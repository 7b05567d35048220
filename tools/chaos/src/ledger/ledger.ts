import { type Change, type Claim, type Lease, memoryInbox } from "@numipay/core";
import type { AppendResult, Entry, LedgerSnapshot } from "./entry.js";
import { createLeases } from "./leases.js";

export interface LedgerOptions {
  leaseMs: number;
}

interface ClaimInput {
  change: Change;
}

interface LeaseInput {
  change: Change;
  lease: Lease<undefined>;
}

interface AppendInput {
  entry: Entry;
}

export type Ledger = ReturnType<typeof createLedger>;

/**
 * The system outside the receivers that no scenario breaks: the ledger that effects are appended to, and a leased inbox
 * that outlives its callers. Receivers call both over HTTP, like a wallet or a bank.
 */
export function createLedger({ leaseMs }: LedgerOptions) {
  const entries: Entry[] = [];
  const done = new Set<string>();
  const highestToken = new Map<string, number>();
  const final = new Set<string>();
  const inbox = memoryInbox({ maxTransactions: 10_000_000 });
  const leases = createLeases(leaseMs, (change, lease) => void inbox.release(change, lease));
  let runs = 0;

  return {
    async claim({ change }: ClaimInput): Promise<Claim<undefined>> {
      const claim = await inbox.claim(change);
      // The memory inbox has no leases, because its holders live in its process. These holders do not.
      if (claim.state === "new") leases.begin(change, claim.lease);
      return claim;
    },
    /** Restarts the time of a lease. Returns false if it has expired. */
    renew: ({ lease }: Pick<LeaseInput, "lease">): boolean => leases.renew(lease),
    async complete({ change, lease }: LeaseInput): Promise<boolean> {
      leases.end(lease);
      return await inbox.complete(change, lease);
    },
    async release({ change, lease }: LeaseInput): Promise<null> {
      leases.end(lease);
      await inbox.release(change, lease);
      return null;
    },
    /** Appends without any check: two calls make two entries. */
    append({ entry }: AppendInput): AppendResult {
      runs += 1;
      entries.push(entry);
      return { accepted: true };
    },
    /**
     * Appends by the documented rules for an effect outside the inbox's transaction: once per key, never with an outdated
     * fencing token, and never a `pending` after a final status. The last rule is needed when a process crashes after
     * applying a final status but before recording it: the inbox then accepts a late `pending`.
     */
    appendOnce({ entry }: AppendInput): AppendResult {
      runs += 1;
      if (done.has(entry.key)) return { accepted: true };
      const highest = highestToken.get(entry.transactionKey) ?? 0;
      if (entry.fencingToken < highest) return { accepted: false };
      highestToken.set(entry.transactionKey, entry.fencingToken);
      if (entry.rank === 0 && final.has(entry.transactionKey)) return { accepted: true };
      if (entry.rank === 1) final.add(entry.transactionKey);
      done.add(entry.key);
      entries.push(entry);
      return { accepted: true };
    },
    snapshot: (): LedgerSnapshot => ({ entries, runs }),
  };
}
