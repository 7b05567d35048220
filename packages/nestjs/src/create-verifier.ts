import {
  type Answer,
  createReceiver,
  type Delivery,
  type Inbox,
  type Transaction,
} from "@numipay/core";
import type { NumipayModuleOptions, WebhookRequest } from "./module-options.js";

/** Lets everything in and remembers nothing: the whole pipeline runs, and only its verdict counts. */
const openInbox: Inbox<unknown> = {
  claim: async () => ({ state: "new", lease: { fence: 0, contradicts: undefined, tx: undefined } }),
  complete: async () => true,
  release: async () => undefined,
};

/** Verifies a delivery and does nothing with it. Only refusals are told to `onOutcome`. */
export function createVerifier(
  options: NumipayModuleOptions & Required<Pick<NumipayModuleOptions, "onOutcome">>,
): (
  delivery: Delivery<WebhookRequest>,
) => Promise<{ answer: Answer; verified: Transaction | undefined }> {
  const verifiedBy = new WeakMap<WebhookRequest, Transaction>();
  const receiver = createReceiver<WebhookRequest, unknown>({
    ...options,
    inbox: openInbox,
    onOutcome(report) {
      if (report.outcome !== "processed") options.onOutcome?.(report);
    },
  }).on("*", (event, { request }) => {
    verifiedBy.set(request as WebhookRequest, event);
  });
  return async (delivery) => {
    const answer = await receiver.receive(delivery);
    return { answer, verified: verifiedBy.get(delivery.request) };
  };
}
