import { UnprocessableEntityException } from "@nestjs/common";
import type { ServerToServerRequest } from "@numipay/core";

type CardFields = Pick<
  ServerToServerRequest,
  "card_number" | "card_holder" | "expiry_month" | "expiry_year" | "cvv"
>;

const rules: Record<keyof CardFields, RegExp> = {
  card_number: /^\d{12,19}$/,
  card_holder: /^[^\p{Cc}]{1,100}$/u,
  expiry_month: /^(0[1-9]|1[0-2])$/,
  expiry_year: /^\d{4}$/,
  cvv: /^\d{3,4}$/,
};

/** A card's data. The fields are private, so that printing, logging or serializing a card reveals none of them. */
export class Card {
  readonly #fields: CardFields;

  private constructor(fields: CardFields) {
    this.#fields = fields;
  }

  /**
   * Reads the card from a form.
   *
   * @throws UnprocessableEntityException that names the invalid field, but not its value
   */
  static read(form: Record<string, unknown>): Card {
    const pairs = Object.entries(rules).map(([name, rule]) => {
      const value = form[name];
      const trimmed = typeof value === "string" ? value.trim() : "";
      const text = name === "card_number" ? trimmed.replaceAll(/[ -]/g, "") : trimmed;
      if (rule.test(text)) return [name, text];
      throw new UnprocessableEntityException(`${name} is missing or invalid.`);
    });
    return new Card(Object.fromEntries(pairs) as CardFields);
  }

  /** Returns the fields for the gateway's client. Do not use them anywhere else. */
  toRequest(): CardFields {
    return { ...this.#fields };
  }
}
