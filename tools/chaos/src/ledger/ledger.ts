import type { Entry } from "../receiver/create-bookkeeper.js";
import type { Change } from "@numipay/core";
import { memoryInbox } from "@numipay/core";
import { createLeases } from "./leases.js";

/**
 * What stands outside of the receivers and is never broken: the ledger that effects are appended to, and a leased inbox
 * that survives its callers. Both are asked over HTTP, as a wallet or a bank would be.
 */
export function createLedger({ leaseMs }: { leaseMs: number }) {
  const entries: Entry[] = [];
  const done = new Set();
  const highestFence = new Map();
  const final = new Set();
  const inbox = memoryInbox({ maxTransactions: 10_000_000 });
  const leases = createLeases(leaseMs, (change, lease) => void inbox.release(change, lease));
  let runs = 0;

  type Lease = import("@numipay/core").Lease<undefined>;

  const calls = {
    claim: async ({ change }: { change: Change }) => {
      const claim = await inbox.claim(change);
      // The inbox in memory knows no leases: its holders live in its own process. These live elsewhere.
      if (claim.state === "new") leases.begin(change, claim.lease);
      return claim;
    },
    /** Begins the time of a lease again. False where it has ended. */
    renew: ({ lease }: { lease: Lease }) => leases.renew(lease),
    complete: async ({ change, lease }: { change: Change; lease: Lease }) => {
      leases.end(lease);
      return await inbox.complete(change, lease);
    },
    release: async ({ change, lease }: { change: Change; lease: Lease }) => {
      leases.end(lease);
      await inbox.release(change, lease);
      return null;
    },
    /** Books blindly: whoever calls twice is booked twice. */
    append: ({ entry }: { entry: Entry }) => {
      runs += 1;
      entries.push(entry);
      return { taken: true };
    },
    /**
     * Books as the documentation asks of an effect outside of the inbox' own transaction: once a key, never for a holder
     * from the past, and never backwards. The last is no luxury: who dies after the effect of a final status and before
     * its record leaves an inbox that has heard of no final one, and the late `pending` is let in.
     */
    appendOnce: ({ entry }: { entry: Entry }) => {
      runs += 1;
      if (done.has(entry.key)) return { taken: true };
      const highest = highestFence.get(entry.transactionKey) ?? 0;
      if (entry.fencingToken < highest) return { taken: false };
      highestFence.set(entry.transactionKey, entry.fencingToken);
      if (entry.rank === 0 && final.has(entry.transactionKey)) return { taken: true };
      if (entry.rank === 1) final.add(entry.transactionKey);
      done.add(entry.key);
      entries.push(entry);
      return { taken: true };
    },
    /** What was booked, and how often a handler came to its effect. */
    books: () => ({ entries, runs }),
  };

  return calls;
}
