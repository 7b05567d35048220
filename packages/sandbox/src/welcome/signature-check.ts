import { signPayload } from "../delivery/sign-payload.js";
import { sendTestDelivery } from "../portal/accounts/send-test-delivery.js";
import type { PortalContext } from "../portal/portal-page.js";
import type { Account } from "../storage/accounts.js";
import type { AttemptWithDelivery } from "../storage/attempts.js";
import type { Delivery } from "../storage/deliveries.js";
import { type Finding, toForgedFinding, toGenuineFinding } from "./finding.js";

/** The last signature check of an account. */
export interface SignatureCheck {
  readonly deliveryId: string;
  readonly transactionId: string;
  /** Milliseconds since 1970 on the virtual clock. */
  readonly at: number;
  readonly genuine: Finding;
  readonly forged: Finding;
  /** Whether the endpoint accepted the genuine delivery and rejected the forged one. */
  readonly isProven: boolean;
  /** Whether another address or password was checked than the current one. Then it proves nothing. */
  readonly isOutdated: boolean;
}

/**
 * Schedules a genuine and a forged delivery of the same declined test deposit, so that nothing is credited even if the
 * endpoint accepts both. Both go through the outbox, so the portal shows each request and response.
 */
export function startSignatureCheck(portal: PortalContext, account: Account): void {
  const { store, now } = portal;
  const { accountId } = account;
  store.atomically(() => {
    const trackingId = sendTestDelivery(portal, account);
    const record = store.transactions.byTrackingId(trackingId, { accountId, mode: "test" });
    const delivery = store.deliveries.ofTransaction(record?.transactionId ?? "").at(-1);
    if (delivery === undefined) return;
    const { deliveryId } = delivery;
    store.work.add({ kind: "forgery", subject: deliveryId, dueAt: now() });
    store.checklist.record(accountId, "signature", { at: now(), detail: deliveryId });
  });
}

/** Reads the responses to the last check. Undefined if there was none. */
export function readSignatureCheck(
  { store }: PortalContext,
  account: Account,
): SignatureCheck | undefined {
  const record = store.checklist.find(account.accountId, "signature");
  const delivery = record && store.deliveries.byId(record.detail);
  if (record === undefined || delivery === undefined) return undefined;
  const attempts = store.deliveries.attemptsOf(delivery.deliveryId);
  const sent = attempts.filter(({ cause }) => cause === "scheduled" || cause === "resend");
  const accepted = sent.find(({ responseStatus }) => isSuccess(responseStatus));
  const genuine = accepted ?? sent.at(-1);
  const forged = attempts.findLast(({ cause }) => cause === "check");
  const findings = {
    genuine: genuine === undefined ? toWaiting(delivery) : toFinding(genuine),
    forged:
      forged === undefined ? toWaiting(delivery) : toForgedFinding(forged, accepted !== undefined),
  };
  const isOutdated =
    [genuine, forged].some((one) => one !== undefined && one.url !== account.webhookUrl) ||
    (genuine !== undefined &&
      genuine.signature !== signPayload(delivery.requestBody, account.signaturePassword));
  return {
    deliveryId: delivery.deliveryId,
    transactionId: delivery.transactionId,
    at: record.at,
    ...findings,
    isOutdated,
    isProven: !isOutdated && findings.genuine.look === "good" && findings.forged.look === "good",
  };
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** A fault of chaos may be the reason, which the receiver cannot know. */
function toFinding(genuine: AttemptWithDelivery): Finding {
  const finding = toGenuineFinding(genuine);
  if (genuine.fault === null || finding.look === "good") return finding;
  const advice = `Chaos changed this delivery (${genuine.fault}). Turn chaos off, and send both again. ${finding.advice}`;
  return { ...finding, advice };
}

function toWaiting({ state }: Delivery): Finding {
  return state === "dropped"
    ? {
        look: "bad",
        verdict: "not sent: dropped by chaos",
        advice: "Turn chaos off, and send both again.",
      }
    : {
        look: "wait",
        verdict: "waiting for the response",
        advice: "",
      };
}
