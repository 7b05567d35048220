import type { Hire } from "./hire.js";
import { toDecimal } from "./money.js";
import type { Refund } from "./refund.js";

/** Returns the fields that the customer may see. */
export function hireToJson({
  id,
  tool,
  state,
  cents,
  currency,
  challengeUrl,
  lastKnownState,
}: Hire) {
  return {
    id,
    tool,
    state,
    amount: toDecimal(cents),
    currency,
    challengeUrl: state === "challenge" ? (challengeUrl ?? undefined) : undefined,
    lastKnownState: lastKnownState ?? undefined,
  };
}

/** Returns the fields that the customer and the operator may see. */
export function refundToJson({ id, hireId, state, cents, currency, lastKnownState }: Refund) {
  return {
    id,
    hireId,
    state,
    amount: toDecimal(cents),
    currency,
    lastKnownState: lastKnownState ?? undefined,
  };
}
