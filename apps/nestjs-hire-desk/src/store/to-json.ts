import type { Hire, Refund } from "../books/books.js";
import { toDecimal } from "../books/money.js";

/** A hire as its customer may see it. */
export function showHire({ id, tool, state, cents, currency, challengeUrl, finding }: Hire) {
  const url = state === "challenge" ? challengeUrl : undefined;
  return { id, tool, state, amount: toDecimal(cents), currency, challengeUrl: url, finding };
}

/** A refund as its customer and the operator may see it. */
export function showRefund({ id, hireId, state, cents, currency, finding }: Refund) {
  return { id, hireId, state, amount: toDecimal(cents), currency, finding };
}
