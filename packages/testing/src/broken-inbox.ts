import type { Inbox } from "@numipay/core";

/** An inbox whose store is unreachable: every call rejects. */
export function brokenInbox(): Inbox {
  const fail = (): Promise<never> => Promise.reject(new Error("The store is unreachable."));
  return { claim: fail, complete: fail, release: fail };
}
