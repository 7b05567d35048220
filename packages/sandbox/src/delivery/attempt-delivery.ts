import type { Store } from "../storage/store.js";
import type { Work } from "../storage/work.js";
import { postWebhook, type PostSetting } from "./post-webhook.js";
import { nextAttemptAt } from "./retry-schedule.js";
import { signPayload } from "./sign-payload.js";

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
  const url = store.accounts.webhookUrl();
  const signature = signPayload(delivery.requestBody, store.accounts.account.signaturePassword);
  const result =
    url === null
      ? ({ responseStatus: null, error: "No webhook URL is set" } as const)
      : await postWebhook({ url, body: delivery.requestBody, signature }, setting);
  // Not the receiver's failure: the piece of work stays, and a sandbox opened on the same file does it.
  if (setting.closed.aborted) return;

  // Assumed: any answer but a 2xx counts as if the URL had not been reached.
  const delivered =
    result.responseStatus !== null && result.responseStatus >= 200 && result.responseStatus < 300;
  const next = delivered ? null : nextAttemptAt(attempt, at);
  store.atomically(() => {
    store.work.remove(work.sequence);
    store.deliveries.recordAttempt({
      deliveryId: delivery.deliveryId,
      attempt,
      at,
      url: url ?? "",
      signature,
      ...result,
      nextAttemptAt: next,
      state: delivered ? "delivered" : next === null ? "given-up" : "retrying",
    });
    if (next !== null) {
      store.work.add({ kind: "deliver", subject: delivery.deliveryId, dueAt: next });
    }
  });
}
