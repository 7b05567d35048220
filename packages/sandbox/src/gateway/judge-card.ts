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

/** The cards with a fixed result, for forms, pages and tests. */
export const testCards = [
  { number: "4242424242424242", result: "Payment goes through" },
  { number: "4000000000000002", result: "Declined: Insufficient funds" },
  { number: "4000000000003220", result: "Asks for a 3DS password" },
] as const;

/** Says what becomes of a payment by a card at a virtual time (milliseconds since 1970). */
export function judgeCard(card: Card, now: number): Decision {
  // A card is good until the last instant of its month.
  if (Date.UTC(card.expiryYear, card.expiryMonth, 1) <= now) return declined("Expired card");
  switch (card.number) {
    case "4242424242424242":
      return { kind: "passes" };
    case "4000000000000002":
      return declined("Insufficient funds");
    case "4000000000003220":
      return { kind: "challenge" };
    default:
      // A real card typed by mistake must not look as if it had been charged.
      return declined("Not a test card");
  }
}

function declined(reason: string): Decision {
  return { kind: "declined", reason };
}
