// @ts-check
import { memoryInbox } from "@numipay/core";

/**
 * The default inbox, with each claim counted.
 *
 * @param {import("./count-work.js").Counter} work
 * @returns {import("@numipay/core").Inbox}
 */
export function countedInbox(work) {
  const inbox = memoryInbox();
  return {
    ...inbox,
    claim(...given) {
      work.claim();
      return inbox.claim(...given);
    },
  };
}
