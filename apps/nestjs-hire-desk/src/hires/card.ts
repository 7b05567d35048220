import { UnprocessableEntityException } from "@nestjs/common";
import type { ServerToServerRequest } from "@numipay/core";

type CardFields = Pick<
  ServerToServerRequest,
  "card_number" | "card_holder" | "expiry_month" | "expiry_year" | "cvv"
>;

export type CardField = keyof CardFields;

const rules: Record<CardField, RegExp> = {
  card_holder: /^[^\p{Cc}]{1,100}$/u,
  card_number: /^\d{12,19}$/,
  expiry_month: /^(0[1-9]|1[0-2])$/,
  expiry_year: /^\d{4}$/,
  cvv: /^\d{3,4}$/,
};

const names = Object.keys(rules) as CardField[];

/** A card's data. The fields are private, so that printing, logging or serializing a card reveals none of them. */
export class Card {
  readonly #fields: CardFields;

  private constructor(fields: CardFields) {
    this.#fields = fields;
  }

  /** Returns the fields of a form that are missing or invalid, in the form's order. */
  static findInvalid(form: Record<string, unknown>): CardField[] {
    return names.filter((name) => !rules[name].test(readText(form, name)));
  }

  /**
   * Reads the card from a form.
   *
   * @throws UnprocessableEntityException that names an invalid field, but not its value
   */
  static read(form: Record<string, unknown>): Card {
    const [invalid] = Card.findInvalid(form);
    if (invalid !== undefined) {
      throw new UnprocessableEntityException(`${invalid} is missing or invalid.`);
    }
    const pairs = names.map((name) => [name, readText(form, name)] as const);
    return new Card(Object.fromEntries(pairs) as unknown as CardFields);
  }

  /** Returns the fields for the gateway's client. Do not use them anywhere else. */
  toRequest(): CardFields {
    return { ...this.#fields };
  }
}

function readText(form: Record<string, unknown>, name: CardField): string {
  const value = form[name];
  const text = typeof value === "string" ? value.trim() : "";
  return name === "card_number" ? text.replaceAll(/[ -]/g, "") : text;
}
