import type { Change, Claim, Inbox } from "@numipay/core";

export type ChangeResult = "processed" | Exclude<Claim<unknown>["state"], "new">;

/** A program that applies changes, and returns `processed` or why it did not apply one. */
export interface Contestant<Tx> {
  name: string;
  apply: (change: Change, effect: (tx: Tx) => Promise<unknown>) => Promise<ChangeResult>;
  /** Waits for what `apply` did not wait for. */
  settle?: () => Promise<void>;
  /** Reads the server's processor time for this contestant, in microseconds. Undefined where it is not known. */
  readServerTime?: () => number | undefined;
}

/** Uses an inbox as the receiver does for each delivery: claim, effect, complete. */
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
