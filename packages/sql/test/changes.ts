import { type Change, defaultAccount, type Inbox, type Lease } from "@numipay/core";

let count = 0;

/** Creates a change of a transaction that no other test uses. */
export function newChange(over: Partial<Change> = {}): Change {
  count += 1;
  const transactionKey = `deposit:t-${count}`;
  return {
    account: defaultAccount,
    transactionKey,
    key: `${transactionKey}:successful`,
    status: "successful",
    rank: 1,
    isHandled: true,
    content: '{"a":1}',
    ...over,
  };
}

/** Claims a change that must be new. */
export async function leaseOf<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Lease<Tx>> {
  const claim = await inbox.claim(change);
  if (claim.state !== "new") throw new Error(`The claim is ${claim.state}, not new.`);
  return claim.lease;
}
