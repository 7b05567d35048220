import { signPayload, type Transaction } from "@numipay/core";

/** A delivery as the gateway posts it. */
export interface SignedDelivery {
  method: "POST";
  headers: Record<string, string>;
  /** UTF-8 JSON. */
  body: Uint8Array<ArrayBuffer>;
}

/** How a delivery is made. */
export interface SignDeliveryOptions {
  /** The signature password that the receiver knows. */
  signaturePassword: string;
  /**
   * How the same content is spelled on the wire; the signature stays that of the compact form. `compact` where not given.
   */
  spelling?: Spelling;
}

/** Ways to write one JSON value. */
export type Spelling = "compact" | "indented" | "escaped" | "trailing-newline";

const spell: Record<Spelling, (payload: object) => string> = {
  compact: (payload) => JSON.stringify(payload),
  indented: (payload) => JSON.stringify(payload, null, 2),
  escaped: (payload) => JSON.stringify(payload).replace(/[a-z]/g, toEscape),
  "trailing-newline": (payload) => `${JSON.stringify(payload)}\n`,
};

/** A webhook delivery of this payload, rightly signed: post it to a webhook under test. */
export function signDelivery(payload: object, options: SignDeliveryOptions): SignedDelivery {
  const { signaturePassword, spelling = "compact" } = options;
  return {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-signature": signPayload(payload, signaturePassword),
    },
    body: new TextEncoder().encode(spell[spelling](payload)),
  };
}

let count = 0;

/** A successful deposit of EUR 200.00 with ids of its own, save for what is given. */
export function exampleTransaction(fields: Partial<Transaction> = {}): Transaction {
  count += 1;
  return {
    transaction_id: `gateway-${count}`,
    user_id: "user-1",
    tracking_id: `order-${count}`,
    status: "successful",
    currency: "EUR",
    amount: "200.00",
    transaction_type: "deposit",
    ...fields,
  };
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
