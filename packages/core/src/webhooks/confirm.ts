import type { Transaction } from "../protocol/contract/wire-types.js";
import { toPrintable } from "../protocol/printable.js";
import { statusRank } from "../protocol/transaction.js";
import type { Change } from "./inbox.js";
import type { OutcomeReport } from "./observer.js";
import { withTimeout } from "./with-timeout.js";

/**
 * Asks the gateway itself what a transaction's status is, such as
 * `(event) => numipay.transactions.status(event.tracking_id)`.
 */
export type Confirm = (
  event: Transaction,
) => Promise<{ transaction_status: string }> | { transaction_status: string };

/** Why an event is not applied although its signature is right. */
export type Doubt = { outcome: "unconfirmed" | "stale" } & Partial<
  Pick<OutcomeReport, "reason" | "gatewayStatus" | "error">
>;

/** What speaks against applying a change, by the gateway's own word; undefined when nothing does. Never throws. */
export async function findDoubt(
  confirm: Confirm,
  event: Transaction,
  { status, rank }: Change,
  timeoutMs: number,
): Promise<Doubt | undefined> {
  let gatewayStatus: unknown;
  try {
    // Without a time limit, a confirmation that never comes would hold the claim for ever.
    const problem = `confirm did not respond within ${timeoutMs} ms (handlerTimeoutMs).`;
    const answer = await withTimeout(() => confirm(event), timeoutMs, problem);
    gatewayStatus = (answer as { transaction_status?: unknown } | undefined)?.transaction_status;
  } catch (error) {
    return { outcome: "unconfirmed", reason: "asking the gateway failed", error };
  }
  if (gatewayStatus === status) return undefined;
  if (typeof gatewayStatus !== "string") {
    return { outcome: "unconfirmed", reason: "confirm brought no transaction_status" };
  }
  const reason = `the gateway says "${toPrintable(gatewayStatus)}"`;
  // A pending that was overtaken will never agree again: refused until its attempts are used up, it could hold back the
  // final one, where the gateway delivers in order.
  const isOvertaken = rank === 0 && statusRank(gatewayStatus) === 1;
  return { outcome: isOvertaken ? "stale" : "unconfirmed", reason, gatewayStatus };
}
