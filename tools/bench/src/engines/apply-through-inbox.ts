// @ts-check
import type { Change, Inbox } from "@numipay/core";

/** A program that applies changes and says what became of one: `processed`, or why it was not applied. */
export interface Contestant<Tx> {
  name: string;
  apply: (change: Change, effect: (tx: Tx) => Promise<unknown>) => Promise<string>;
}

/** What the receiver does with an inbox for each delivery: claim, effect, complete. */
export function applyThroughInbox<Tx>(name: string, inbox: Inbox<Tx>): Contestant<Tx> {
  return {
    name,
    async apply(change, effect) {
      const claim = await inbox.claim(change);
      if (claim.state !== "new") return claim.state;
      await effect(claim.lease.tx);
      return (await inbox.complete(change, claim.lease)) ? "processed" : "in-progress";
    },
  };
}
