import type { Decision } from "./transition.js";

/** A card as it was given. It is judged and forgotten: neither its number nor its CVV is stored anywhere. */
export interface Card {
  /** 12 to 19 digits. */
  readonly number: string;
  /** 1 to 12. */
  readonly expiryMonth: number;
  /** Four digits. */
  readonly expiryYear: number;
}

/** The cards with a fixed result, for forms, pages and tests. Where a payment goes through, its amount decides further. */
export const testCards = [
  { number: "4242424242424242", result: "Payment goes through", decision: { kind: "passes" } },
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
    result: "Asks for a 3DS password",
    decision: { kind: "challenge" },
  },
] as const satisfies readonly { number: string; result: string; decision: Decision }[];

/** Says what becomes of a payment by a card at a virtual time (milliseconds since 1970). */
export function testCardResult(card: Card, now: number): Decision {
  // A card is good until the last instant of its month.
  if (Date.UTC(card.expiryYear, card.expiryMonth, 1) <= now) return declined("Expired card");
  // A real card typed by mistake must not look as if it had been charged.
  return (
    testCards.find(({ number }) => number === card.number)?.decision ?? declined("Not a test card")
  );
}

function declined(reason: string): Decision {
  return { kind: "declined", reason };
}
