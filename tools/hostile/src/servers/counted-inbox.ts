// @ts-check
import type { Counter } from "./count-work.js";
import type { Inbox } from "@numipay/core";
import { memoryInbox } from "@numipay/core";

/** The default inbox, with each claim counted. */
export function countedInbox(work: Counter): Inbox {
  const inbox = memoryInbox();
  return {
    ...inbox,
    claim(...given) {
      work.claim();
      return inbox.claim(...given);
    },
  };
}
