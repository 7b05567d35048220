import type { AttemptCause } from "../storage/attempts.js";
import type { Work } from "../storage/work.js";
import { deliverySubject, type DeliveryPorts } from "./delivery-ports.js";
import { heldBy, holdBack, releaseHeld } from "./hold-back.js";
import { judgeAttempt } from "./judge-attempt.js";
import { postAttempt, recordAttempt, type SentAttempt } from "./attempt-request.js";
import { toAttemptBatch } from "./attempt-batch.js";

/** Marks a piece of work as an attempt that a person asked for. */
export const resendDetail = JSON.stringify({ cause: "resend" });

/** The kinds of work that a delivery has no more need of, once it is delivered. */
const settledByDelivery = ["deliver", "delayed", "held"] as const;

/**
 * Makes the attempt that a piece of work stands for and writes down what came of it. Attempts, next try, faults and the
 * end of this piece of work are stored together, after the answer: a sandbox that stops in between tries again.
 */
export async function attemptDelivery(work: Work, ports: DeliveryPorts): Promise<void> {
  const { store, chaos, setting } = ports;
  const delivery = store.deliveries.byId(work.subject);
  if (delivery === undefined) {
    store.work.remove(work.sequence);
    return;
  }
  const { deliveryId } = delivery;
  const cause: AttemptCause = work.detail === resendDetail ? "resend" : "scheduled";
  const scheduled = store.deliveries.scheduledAttempts(deliveryId) + 1;
  const isFirst = cause === "scheduled" && scheduled === 1;
  // A person who asks for a delivery wants it as it is.
  const subject = cause === "resend" ? undefined : deliverySubject(delivery, ports);
  if (isFirst && work.kind === "deliver" && subject !== undefined) {
    if (holdBack(work, { delivery, subject }, ports)) return;
  }

  const at = setting.now();
  // Looked up at each attempt, so that a corrected URL or a new password holds from the next try on.
  const account = store.accounts.byId(delivery.accountId);
  const url = account?.webhookUrl ?? null;
  const volley = toAttemptBatch({
    body: delivery.requestBody,
    shape: setting.contract.webhook,
    signaturePassword: account?.signaturePassword ?? "",
    chaos,
    // What nobody is told cannot go wrong on its way.
    subject: url === null ? undefined : subject,
    attempt: scheduled,
    heldBy: heldBy(work),
  });
  const forged: SentAttempt[] = [];
  for (const shot of volley.forgeries) forged.push(await postAttempt(shot, url, setting));
  const [honest, ...copies] = await Promise.all([
    postAttempt(volley.honest, url, setting),
    ...Array.from({ length: volley.together }, () => postAttempt(volley.copy, url, setting)),
  ]);
  // Not the receiver's failure: the piece of work stays, and a sandbox opened on the same file does it.
  if (setting.closed.aborted) return;

  store.atomically(() => {
    // Read again: while the receiver took its time, the delivery may have been asked for once more.
    const before = store.deliveries.byId(deliveryId) ?? delivery;
    const { responseStatus } = honest.result;
    const verdict = judgeAttempt(before, { cause, scheduled, at, responseStatus }, setting.retries);
    store.work.remove(work.sequence);
    if (verdict.delivered) {
      for (const kind of settledByDelivery) store.work.cancel(kind, deliveryId);
    }
    for (const fault of volley.faults) chaos.record(fault);
    for (const one of forged) recordAttempt(one, { ...before, at, cause: "chaos" }, store);
    recordAttempt(honest, { ...verdict, deliveryId, at, cause }, store);
    for (const one of copies)
      recordAttempt(one, { ...verdict, deliveryId, at, cause: "chaos" }, store);
    for (let left = volley.after; left > 0; left -= 1) {
      store.work.add({ kind: "copy", subject: deliveryId, dueAt: at });
    }
    if (cause === "scheduled" && verdict.nextAttemptAt !== null) {
      store.work.add({ kind: "deliver", subject: deliveryId, dueAt: verdict.nextAttemptAt });
    }
    if (isFirst) releaseHeld(delivery, ports);
  });
}
