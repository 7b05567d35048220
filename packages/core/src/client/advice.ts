import type { TransactionStatusResponse } from "../protocol/contract/wire-types.js";

/** What the gateway knows of a call whose own answer was lost. */
export type LastKnownStatus =
  | ({ state: "found" } & TransactionStatusResponse)
  | { state: "not-found" }
  | { state: "not-known"; why: string };

const advice: Record<LastKnownStatus["state"], string> = {
  found:
    "The gateway has this transaction: do not send it again. Its webhook, or transactions.status, tells how it ends.",
  "not-found":
    "The gateway does not have it now, but it may still be on its way. Let transactions.resolve ask for a few minutes; " +
    "only when it is still unknown, send again with the SAME tracking_id.",
  "not-known":
    "Let transactions.resolve ask until there is an answer, before anything is sent again; then go by what it says.",
};

/** A payout is there before it is decided: finding it says nothing of the decision. */
const adviceOnDecision =
  "The gateway has this payout; only its status tells whether the decision arrived. Let transactions.resolve ask for a " +
  "few minutes; only when it is still pending, send the SAME decision again.";

/** What to do after an unknown outcome. */
export const adviceFor = (operation: string, { state }: LastKnownStatus): string =>
  state === "found" && (operation === "approvePayout" || operation === "rejectPayout")
    ? adviceOnDecision
    : advice[state];
