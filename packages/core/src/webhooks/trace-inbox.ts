import type { Transaction } from "../protocol/contract/wire-types.js";
import { eventType } from "../protocol/event.js";
import { isTraced, trace } from "../protocol/telemetry/trace.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import type { ClaimMessage, CommitMessage } from "./delivery-messages.js";
import type { EventOrigin } from "./emitter.js";
import type { Change, Claim, ClaimHooks, Inbox, Lease } from "./inbox.js";

/** A change with its event, or with the name of another one. */
type TracedChange = ClaimHooks & { change: Change } & (
    | { origin: EventOrigin; event: Transaction }
    | { origin?: undefined; type: string }
  );

/** Claims a change, and publishes it. Without a subscriber, no promise is added. */
export function claimTraced<Tx>(inbox: Inbox<Tx>, toApply: TracedChange): Promise<Claim<Tx>> {
  const { change } = toApply;
  if (!isTraced("numipay.webhook.claim")) return inbox.claim(change, toApply);
  return trace(
    "numipay.webhook.claim",
    (): Writable<ClaimMessage> => ({ ...toSubject(toApply), state: undefined }),
    async (message) => {
      const claim = await inbox.claim(change, toApply);
      if (message !== undefined) message.state = claim.state;
      return claim;
    },
  );
}

/** Completes a change, and publishes it. Without a subscriber, no promise is added. */
export function completeTraced<Tx>(
  inbox: Inbox<Tx>,
  toApply: TracedChange,
  lease: Lease<Tx>,
): Promise<boolean> {
  const { change } = toApply;
  if (!isTraced("numipay.webhook.commit")) return inbox.complete(change, lease);
  return trace(
    "numipay.webhook.commit",
    (): Writable<CommitMessage> => ({ ...toSubject(toApply), isRecorded: undefined }),
    async (message) => {
      const isRecorded = await inbox.complete(change, lease);
      if (message !== undefined) message.isRecorded = isRecorded;
      return isRecorded;
    },
  );
}

function toSubject(toApply: TracedChange): { account: string; eventType: string } {
  return {
    account: toApply.change.account,
    eventType: toApply.origin === undefined ? toApply.type : eventType(toApply.event),
  };
}
