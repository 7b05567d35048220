import type { Hire, Refund } from "./desk-store.js";
import { toDecimal } from "./money.js";

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
  const url = state === "challenge" ? challengeUrl : undefined;
  return { id, tool, state, amount: toDecimal(cents), currency, challengeUrl: url, lastKnownState };
}

/** Returns the fields that the customer and the operator may see. */
export function refundToJson({ id, hireId, state, cents, currency, lastKnownState }: Refund) {
  return { id, hireId, state, amount: toDecimal(cents), currency, lastKnownState };
}
