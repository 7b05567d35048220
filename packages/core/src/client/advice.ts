import type { TransactionStatusResponse } from "../protocol/contract/wire-types.js";

/** What the gateway knows about a call whose own response was lost. */
export type LastKnownStatus =
  | ({ state: "found" } & TransactionStatusResponse)
  | { state: "not-found" }
  | { state: "not-known"; why: string };

const advice: Record<LastKnownStatus["state"], string> = {
  found:
    "The gateway has this transaction: do not send it again. Its webhook or transactions.status reports how it ends.",
  "not-found":
    "The gateway does not have it yet, but the request may still arrive. Call transactions.resolve, which checks for a few " +
    "minutes. If it returns { found: false }, send the request again with the SAME tracking_id.",
  "not-known": "Call transactions.resolve and wait for its result before you send anything again.",
};

/** A payout exists before it is approved or rejected, so finding it does not prove that the decision arrived. */
const adviceOnDecision =
  "The gateway has this payout; only its status shows whether the decision arrived. Call transactions.resolve, which " +
  "checks for a few minutes. If the payout is still pending, send the SAME decision again.";

/** What to do after an unknown outcome. */
export const adviceFor = (operation: string, { state }: LastKnownStatus): string =>
  state === "found" && (operation === "approvePayout" || operation === "rejectPayout")
    ? adviceOnDecision
    : advice[state];
