import type { Intent, IntentClaim, IntentLease, JournalStore } from "@numipay/core";

/** An intent as a call records it. */
export function intent(fields: Partial<Intent> = {}): Intent {
  return {
    account: "default",
    slot: "transaction",
    tracking_id: "order-1",
    operation: "requestPayout",
    keyId: "0123456789abcdef",
    digests: { amount: "a".repeat(32), currency: "b".repeat(32) },
    metadata: undefined,
    ...fields,
  };
}

/** Returns the lease of a granted claim. */
export function leaseOf(claim: IntentClaim): IntentLease {
  if (claim.state === "new" || claim.state === "unclear") return claim.lease;
  throw new Error(`The claim is ${claim.state}.`);
}

/** Claims until the current lease has expired, and returns that claim. */
export async function claimAfterLease(store: JournalStore, one: Intent): Promise<IntentClaim> {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const claim = await store.claim(one, 60_000);
    if (claim.state !== "in-progress") return claim;
  }
  throw new Error("The lease did not expire.");
}
