import type { Form } from "../api/read-urlencoded.js";
import type { Card } from "../gateway/test-cards.js";

/** A problem with one field of a card form. */
export interface CardFormProblem {
  readonly field: "card_number" | "card_holder" | "expiry" | "cvv";
  readonly message: string;
}

/** Reads a card from a form, with spaces in the number and a two-digit year allowed. */
export function readCardForm(form: Form): { card: Card } | { problem: CardFormProblem } {
  const number = (form.get("card_number") ?? "").replace(/[\s-]/g, "");
  if (!/^\d{12,19}$/.test(number)) {
    return problem("card_number", "Enter a card number of 12 to 19 digits.");
  }
  if ((form.get("card_holder") ?? "").trim() === "") {
    return problem("card_holder", "Enter the name on the card.");
  }
  const [, month, year] =
    /^\s*(0?[1-9]|1[0-2])\s*\/\s*(\d{2}|\d{4})\s*$/.exec(form.get("expiry") ?? "") ?? [];
  if (month === undefined || year === undefined) {
    return problem("expiry", "Enter month and year, such as 12 / 30.");
  }
  if (!/^\d{3,4}$/.test(form.get("cvv") ?? "")) {
    return problem("cvv", "Enter a CVV of three or four digits.");
  }
  const expiryYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  return { card: { number, expiryMonth: Number(month), expiryYear } };
}

function problem(field: CardFormProblem["field"], message: string): { problem: CardFormProblem } {
  return { problem: { field, message } };
}
