import { createReceiver, type Inbox, type Receiver } from "@numipay/core";
import { deliveryScope } from "./delivery-scope.js";
import type { NumipayModuleOptions, WebhookRequest } from "./module-options.js";

/** Lets everything in and remembers nothing: the whole pipeline runs, and only its verdict counts. */
const openInbox: Inbox<unknown> = {
  claim: async () => ({ state: "new", lease: { fence: 0, contradicts: undefined, tx: undefined } }),
  complete: async () => true,
  release: async () => undefined,
};

/** A receiver that verifies and leaves the event in the delivery's scope. Only refusals are told to `onOutcome`. */
export function createVerifier(
  options: NumipayModuleOptions & Required<Pick<NumipayModuleOptions, "onOutcome">>,
): Receiver<WebhookRequest, unknown> {
  const verifier = createReceiver<WebhookRequest, unknown>({
    ...options,
    inbox: openInbox,
    onOutcome(report) {
      if (report.outcome !== "processed") options.onOutcome?.(report);
    },
  });
  return verifier.on("*", (event) => {
    const scope = deliveryScope.getStore();
    if (scope !== undefined) scope.verified = event;
  });
}
