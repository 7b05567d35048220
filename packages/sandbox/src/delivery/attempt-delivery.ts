import type { AttemptCause } from "../storage/attempts.js";
import type { DeliveryState } from "../storage/deliveries.js";
import type { Store } from "../storage/store.js";
import type { Work } from "../storage/work.js";
import { postWebhook, type PostResult, type PostSetting } from "./post-webhook.js";
import { nextAttemptAt } from "./retry-schedule.js";
import { signPayload } from "./sign-payload.js";

/** What is written down where there is no URL to send to. */
const unsent: PostResult = {
  requestHeaders: {},
  responseStatus: null,
  responseHeaders: null,
  responseBody: null,
  durationMs: 0,
  error: "No webhook URL is set",
};

/** Marks a piece of work as an attempt that a person asked for. */
export const resendDetail = JSON.stringify({ cause: "resend" });

/**
 * Makes the attempt that a piece of work stands for and writes down what came of it. Attempt, next try and the
 * end of this piece of work are stored together, after the answer: a sandbox that stops in between tries again.
 */
export async function attemptDelivery(
  store: Store,
  work: Work,
  setting: PostSetting & { now: () => number },
): Promise<void> {
  const delivery = store.deliveries.byId(work.subject);
  if (delivery === undefined) {
    store.work.remove(work.sequence);
    return;
  }
  const attempt = delivery.attemptsMade + 1;
  const at = setting.now();
  // Looked up at each attempt, so that a corrected URL or a new password holds from the next try on.
  const account = store.accounts.byId(delivery.accountId);
  const url = account?.webhookUrl ?? null;
  const signature = signPayload(delivery.requestBody, account?.signaturePassword ?? "");
  const cause = causeOf(work);
  const result =
    url === null
      ? unsent
      : await postWebhook({ url, body: delivery.requestBody, signature }, setting);
  // Not the receiver's failure: the piece of work stays, and a sandbox opened on the same file does it.
  if (setting.closed.aborted) return;

  // Assumed: any answer but a 2xx counts as if the URL had not been reached.
  const delivered =
    result.responseStatus !== null && result.responseStatus >= 200 && result.responseStatus < 300;
  store.atomically(() => {
    const now = store.deliveries.byId(delivery.deliveryId) ?? delivery;
    const scheduled = store.deliveries.scheduledAttempts(delivery.deliveryId) + 1;
    // One that was resent leaves the schedule as it is, unless it has done what the schedule is for.
    const next =
      delivered || now.state === "delivered"
        ? null
        : cause === "scheduled"
          ? nextAttemptAt(scheduled, at)
          : now.nextAttemptAt;
    store.work.remove(work.sequence);
    if (delivered) store.work.cancel("deliver", delivery.deliveryId);
    store.deliveries.recordAttempt({
      deliveryId: delivery.deliveryId,
      attempt,
      at,
      url: url ?? "",
      signature,
      ...result,
      nextAttemptAt: next,
      state: stateAfter(now.state, { delivered, goesOn: next !== null }),
      cause,
      fault: null,
    });
    if (next !== null && cause === "scheduled") {
      store.work.add({ kind: "deliver", subject: delivery.deliveryId, dueAt: next });
    }
  });
}

function causeOf(work: Work): AttemptCause {
  return work.detail === resendDetail ? "resend" : "scheduled";
}

/** What was delivered once stays delivered, whatever a later attempt comes to. */
function stateAfter(
  before: DeliveryState,
  { delivered, goesOn }: { delivered: boolean; goesOn: boolean },
): DeliveryState {
  if (delivered || before === "delivered") return "delivered";
  return goesOn ? "retrying" : "given-up";
}
