import type { Transaction } from "../protocol/contract/wire-types.js";
import { toPrintable } from "../protocol/printable.js";
import { statusRank } from "../protocol/transaction.js";
import type { Change } from "./inbox.js";
import type { OutcomeReport } from "./observer.js";
import { withTimeout } from "./with-timeout.js";

/** Requests a transaction's status from the gateway, such as `(event) => numipay.transactions.status(event.tracking_id)`. */
export type Confirm = (
  event: Transaction,
) => Promise<{ transaction_status: string }> | { transaction_status: string };

/** Why an event is not applied although its signature is valid. */
export type Doubt = { outcome: "unconfirmed" | "stale" } & Partial<
  Pick<OutcomeReport, "reason" | "gatewayStatus" | "error">
>;

/** Returns why the gateway does not confirm a change, or undefined if it does. Never throws. */
export async function findDoubt(
  confirm: Confirm,
  event: Transaction,
  { status, rank }: Change,
  timeoutMs: number,
): Promise<Doubt | undefined> {
  let gatewayStatus: unknown;
  try {
    // Without a time limit, a confirmation that hangs would hold the claim forever.
    const problem = `confirm did not resolve within ${timeoutMs} ms (handlerTimeoutMs).`;
    const response = await withTimeout(() => confirm(event), timeoutMs, problem);
    gatewayStatus = (response as { transaction_status?: unknown } | undefined)?.transaction_status;
  } catch (error) {
    return { outcome: "unconfirmed", reason: "confirm failed", error };
  }
  if (gatewayStatus === status) return undefined;
  if (typeof gatewayStatus !== "string") {
    return { outcome: "unconfirmed", reason: "confirm returned no transaction_status" };
  }
  const reason = `the gateway reports the status "${toPrintable(gatewayStatus)}"`;
  // An overtaken `pending` will never be confirmed. Rejecting it until its retries are exhausted could block the final status,
  // if the gateway delivers in order.
  const isOvertaken = rank === 0 && statusRank(gatewayStatus) === 1;
  return { outcome: isOvertaken ? "stale" : "unconfirmed", reason, gatewayStatus };
}
