import type { Decision } from "./transition.js";

/** A card as entered. Neither its number nor its CVV is stored. */
export interface Card {
  /** 12 to 19 digits. */
  readonly number: string;
  /** 1 to 12. */
  readonly expiryMonth: number;
  /** Four digits. */
  readonly expiryYear: number;
}

/** Cards with a fixed result, for manual and automated tests. If a payment succeeds, its amount decides further. */
export const testCards = [
  { number: "4242424242424242", result: "Payment succeeds", decision: { kind: "passes" } },
  {
    number: "4000000000000002",
    result: "Declined: Insufficient funds",
    decision: { kind: "declined", reason: "Insufficient funds" },
  },
  {
    number: "4000000000009987",
    result: "Declined: Lost card",
    decision: { kind: "declined", reason: "Lost card" },
  },
  {
    number: "4000000000000127",
    result: "Declined: Wrong CVV",
    decision: { kind: "declined", reason: "Wrong CVV" },
  },
  {
    number: "4000000000000119",
    result: "Declined: Processing error",
    decision: { kind: "declined", reason: "Processing error" },
  },
  {
    number: "4000000000003220",
    result: "Requires a 3DS password",
    decision: { kind: "challenge" },
  },
] as const satisfies readonly { number: string; result: string; decision: Decision }[];

/** The result of a payment by card at a virtual time (milliseconds since 1970). */
export function testCardResult(card: Card, now: number): Decision {
  // A card is valid until the end of its month.
  if (Date.UTC(card.expiryYear, card.expiryMonth, 1) <= now) return declined("Expired card");
  // A real card entered by mistake must not appear to be charged.
  return (
    testCards.find(({ number }) => number === card.number)?.decision ?? declined("Not a test card")
  );
}

function declined(reason: string): Decision {
  return { kind: "declined", reason };
}
