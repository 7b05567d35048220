import { randomToken } from "../gateway/random-token.js";
import type { Work } from "../storage/work.js";
import type { DeliveryPorts } from "./delivery-ports.js";
import { postAttempt, recordAttempt } from "./attempt-request.js";
import { signPayload } from "./sign-payload.js";

/**
 * Sends a delivery again outside of its schedule: a duplicate for chaos, or a forgery for the signature check, which is the
 * same body signed with another password. It affects neither the schedule nor the delivery's state.
 */
export async function deliverAside(
  work: Work,
  { store, results, setting }: DeliveryPorts,
): Promise<void> {
  const delivery = store.deliveries.byId(work.subject);
  const account = delivery && store.accounts.byId(delivery.accountId);
  if (delivery === undefined || account === undefined || account.webhookUrl === null) {
    store.work.remove(work.sequence);
    return;
  }
  const isForgery = work.kind === "forgery";
  const body = delivery.requestBody;
  const password = isForgery
    ? randomToken(delivery.deliveryId, "forgery", 40)
    : account.signaturePassword;
  const at = setting.now();
  const sent = await postAttempt(
    {
      body,
      signature: signPayload(body, password),
      fault: isForgery ? "wrongPassword" : "duplicate",
    },
    account.webhookUrl,
    setting,
  );
  if (setting.closed.aborted) return;
  const record = (): void => {
    store.work.remove(work.sequence);
    const now = store.deliveries.byId(work.subject) ?? delivery;
    recordAttempt(sent, { ...now, at, cause: isForgery ? "check" : "chaos" }, store);
  };
  results.record(work, () => store.atomically(record));
}
