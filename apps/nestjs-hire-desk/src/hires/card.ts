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

/** A card on its way through. Its fields are private: printed, logged or made JSON by accident, it shows none of them. */
export class Card {
  readonly #fields: CardFields;

  private constructor(fields: CardFields) {
    this.#fields = fields;
  }

  /**
   * Reads a card out of a form.
   *
   * @throws UnprocessableEntityException naming the field, never its value
   */
  static read(form: Record<string, unknown>): Card {
    const pairs = Object.entries(rules).map(([name, rule]) => {
      const given = form[name];
      const text = typeof given === "string" ? given.trim() : "";
      const value = name === "card_number" ? text.replaceAll(/[ -]/g, "") : text;
      if (rule.test(value)) return [name, value];
      throw new UnprocessableEntityException(`${name} is missing or wrong`);
    });
    return new Card(Object.fromEntries(pairs) as CardFields);
  }

  /** For the gateway's client, and nobody else. */
  toRequest(): CardFields {
    return { ...this.#fields };
  }
}
