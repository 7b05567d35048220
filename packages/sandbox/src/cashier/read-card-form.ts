import type { Form } from "../api/read-urlencoded.js";
import type { Card } from "../gateway/test-cards.js";

/** The fields of the card form, in their order on the page, with what to do about a wrong one. */
export const cardProblems = {
  card_number: "Enter a card number of 12 to 19 digits.",
  card_holder: "Enter the name on the card.",
  expiry: "Enter month and year, such as 12 / 30.",
  cvv: "Enter a CVV of three or four digits.",
} as const;

/** A field of the card form. */
export type CardField = keyof typeof cardProblems;

/** All fields of the card form, in their order on the page. */
export const cardFieldNames = Object.keys(cardProblems) as CardField[];

/** Reads a card from a form, with spaces in the number and a two-digit year allowed, or lists the wrong fields. */
export function readCardForm(form: Form): { card: Card } | { problems: readonly CardField[] } {
  const number = (form.get("card_number") ?? "").replace(/[\s-]/g, "");
  const [, month, year] =
    /^\s*(0?[1-9]|1[0-2])\s*\/\s*(\d{2}|\d{4})\s*$/.exec(form.get("expiry") ?? "") ?? [];
  const isValid: Record<CardField, boolean> = {
    card_number: /^\d{12,19}$/.test(number),
    card_holder: (form.get("card_holder") ?? "").trim() !== "",
    expiry: month !== undefined && year !== undefined,
    cvv: /^\d{3,4}$/.test((form.get("cvv") ?? "").trim()),
  };
  const problems = cardFieldNames.filter((field) => !isValid[field]);
  if (problems.length > 0) return { problems };
  const expiryYear = year?.length === 2 ? 2000 + Number(year) : Number(year);
  return { card: { number, expiryMonth: Number(month), expiryYear } };
}
