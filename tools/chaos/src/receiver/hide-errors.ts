import type { Inbox } from "@numipay/core";

/** A negative control: an inbox that reports a store error as a duplicate, so that the gateway gets a 200. */
export function hideErrors<Tx>(inbox: Inbox<Tx>): Inbox<Tx> {
  return {
    ...inbox,
    claim: (change, hooks) => inbox.claim(change, hooks).catch(() => ({ state: "duplicate" })),
    complete: (change, lease) => inbox.complete(change, lease).catch(() => true),
  };
}
