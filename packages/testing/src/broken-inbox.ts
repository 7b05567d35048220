import type { Inbox } from "@numipay/core";

/** An inbox whose store cannot be reached. */
export function brokenInbox(): Inbox {
  const fail = (): Promise<never> => Promise.reject(new Error("the store cannot be reached"));
  return { claim: fail, complete: fail, release: fail };
}
