import type { AttemptCause } from "../storage/attempts.js";
import type { Work } from "../storage/work.js";
import { deliverySubject, type DeliveryPorts } from "./delivery-ports.js";
import { heldBy, holdBack, releaseHeld } from "./hold-back.js";
import { judgeAttempt } from "./judge-attempt.js";
import { postAttempt, recordAttempt, type SentAttempt } from "./attempt-request.js";
import { toAttemptBatch } from "./attempt-batch.js";

/** Marks work as an attempt that a user requested. */
export const resendDetail = JSON.stringify({ cause: "resend" });

/** Kinds of work that are cancelled once the delivery succeeds. */
const settledByDelivery = ["deliver", "delayed", "held"] as const;

/**
 * Makes a scheduled attempt and records it. Attempts, next attempt, faults and the removal of this
 * work are stored together after the response, so a sandbox that stops in between repeats the attempt.
 */
export async function attemptDelivery(work: Work, ports: DeliveryPorts): Promise<void> {
  const { store, chaos, results, setting } = ports;
  const delivery = store.deliveries.byId(work.subject);
  if (delivery === undefined) {
    store.work.remove(work.sequence);
    return;
  }
  const { deliveryId } = delivery;
  const cause: AttemptCause = work.detail === resendDetail ? "resend" : "scheduled";
  const scheduled = store.deliveries.scheduledAttempts(deliveryId) + 1;
  const isFirst = cause === "scheduled" && scheduled === 1;
  // A resent delivery goes out without faults.
  const subject = cause === "resend" ? undefined : deliverySubject(delivery, ports);
  if (isFirst && work.kind === "deliver" && subject !== undefined) {
    if (holdBack(work, { delivery, subject }, ports)) return;
  }

  const at = setting.now();
  // Read for each attempt, so that a corrected URL or a new password applies from the next one.
  const account = store.accounts.byId(delivery.accountId);
  const url = account?.webhookUrl ?? null;
  const batch = toAttemptBatch({
    body: delivery.requestBody,
    shape: setting.contract.webhook,
    signaturePassword: account?.signaturePassword ?? "",
    chaos,
    // A delivery without a URL is not sent, so no fault applies.
    subject: url === null ? undefined : subject,
    attempt: scheduled,
    heldBy: heldBy(work),
  });
  const forged: SentAttempt[] = [];
  for (const request of batch.forgeries) forged.push(await postAttempt(request, url, setting));
  const [honest, ...copies] = await Promise.all([
    postAttempt(batch.honest, url, setting),
    ...Array.from({ length: batch.together }, () => postAttempt(batch.copy, url, setting)),
  ]);
  // Not the receiver's failure: the work stays, and a sandbox opened on the same file repeats it.
  if (setting.closed.aborted) return;

  const record = (): void => {
    // Read again, because the delivery may have been resent while the receiver was processing.
    const before = store.deliveries.byId(deliveryId) ?? delivery;
    const { responseStatus } = honest.result;
    const verdict = judgeAttempt(before, { cause, scheduled, at, responseStatus }, setting.retries);
    store.work.remove(work.sequence);
    if (verdict.delivered) {
      for (const kind of settledByDelivery) store.work.cancel(kind, deliveryId);
    }
    for (const fault of batch.faults) chaos.record(fault);
    for (const one of forged) recordAttempt(one, { ...before, at, cause: "chaos" }, store);
    recordAttempt(honest, { ...verdict, deliveryId, at, cause }, store);
    for (const one of copies)
      recordAttempt(one, { ...verdict, deliveryId, at, cause: "chaos" }, store);
    for (let left = batch.after; left > 0; left -= 1) {
      store.work.add({ kind: "copy", subject: deliveryId, dueAt: at });
    }
    if (cause === "scheduled" && verdict.nextAttemptAt !== null) {
      store.work.add({ kind: "deliver", subject: deliveryId, dueAt: verdict.nextAttemptAt });
    }
    if (isFirst) releaseHeld(delivery, ports);
  };
  results.record(work, () => store.atomically(record));
}
