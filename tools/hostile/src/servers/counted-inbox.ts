import { type Inbox, memoryInbox } from "@numipay/core";
import type { WorkCounter } from "./work-counter.js";

/** The default inbox, with its claims counted. */
export function countedInbox(work: WorkCounter): Inbox {
  const inbox = memoryInbox();
  return {
    ...inbox,
    claim(...args) {
      work.claim();
      return inbox.claim(...args);
    },
  };
}
