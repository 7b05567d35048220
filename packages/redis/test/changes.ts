import type { Change, Claim, Inbox, Lease } from "@numipay/core";
import { statusRank } from "@numipay/core";

/** The fields that tests vary. */
export interface ChangedFields {
  id?: string;
  status?: string;
  amount?: string;
  isHandled?: boolean;
}

/** A change as the receiver passes it to an inbox. */
export function change(changed: ChangedFields = {}): Change {
  const { id = "t-1", status = "successful", amount = "90.00", isHandled = true } = changed;
  return {
    account: "default",
    isHandled,
    key: `deposit:${id}:${status}`,
    transactionKey: `deposit:${id}`,
    status,
    rank: statusRank(status),
    content: JSON.stringify({ amount, status, transaction_id: id }),
  };
}

/** Returns the lease of a granted claim. */
export function leaseOf(claim: Claim<undefined>): Lease<undefined> {
  if (claim.state !== "new") throw new Error(`The claim is ${claim.state}, not new.`);
  return claim.lease;
}

/** Claims until the current lease has expired, and returns that claim. */
export async function claimAfterLease(inbox: Inbox, one: Change): Promise<Claim<undefined>> {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const claim = await inbox.claim(one);
    if (claim.state !== "in-progress") return claim;
  }
  throw new Error("The lease did not expire.");
}
