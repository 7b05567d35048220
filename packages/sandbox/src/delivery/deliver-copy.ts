import type { Work } from "../storage/work.js";
import type { DeliveryPorts } from "./delivery-ports.js";
import { postAttempt, recordAttempt } from "./attempt-request.js";
import { signPayload } from "./sign-payload.js";

/** Sends a duplicate of a delivery for chaos. It affects neither the schedule nor the delivery's state. */
export async function deliverCopy(work: Work, { store, setting }: DeliveryPorts): Promise<void> {
  const delivery = store.deliveries.byId(work.subject);
  const account = delivery && store.accounts.byId(delivery.accountId);
  if (delivery === undefined || account === undefined || account.webhookUrl === null) {
    store.work.remove(work.sequence);
    return;
  }
  const body = delivery.requestBody;
  const signature = signPayload(body, account.signaturePassword);
  const at = setting.now();
  const sent = await postAttempt(
    { body, signature, fault: "duplicate" },
    account.webhookUrl,
    setting,
  );
  if (setting.closed.aborted) return;
  store.atomically(() => {
    store.work.remove(work.sequence);
    const now = store.deliveries.byId(work.subject) ?? delivery;
    recordAttempt(sent, { ...now, at, cause: "chaos" }, store);
  });
}
