import { signPayload, type Transaction } from "@numipay/core";
import {
  checkKnownOptions,
  type ContractSource,
  loadContract,
  type ReadShape,
  writeBody,
} from "@numipay/core/protocol";

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
  serialization?: Serialization;
  /**
   * The receiver's contract override. The payload has the library's names; its names, its wrapper, its numbers and the
   * signature's header on the wire are those of the contract. Defaults to no difference.
   */
  contract?: ContractSource;
}

/** Ways to write one JSON value. */
export type Serialization = "compact" | "indented" | "escaped" | "trailing-newline";

const spell: Record<Serialization, (payload: object) => string> = {
  compact: (payload) => JSON.stringify(payload),
  indented: (payload) => JSON.stringify(payload, null, 2),
  escaped: (payload) => JSON.stringify(payload).replace(/[a-z]/g, toEscape),
  "trailing-newline": (payload) => `${JSON.stringify(payload)}\n`,
};

/** A webhook delivery of this payload, rightly signed: post it to a webhook under test. */
export function signDelivery(payload: object, options: SignDeliveryOptions): SignedDelivery {
  checkKnownOptions(options, ["signaturePassword", "serialization", "contract"]);
  const { signaturePassword, serialization = "compact" } = options;
  const { webhook, headers } = loadContract(options.contract);
  // A hostile payload may be anything, and goes out as it is.
  const body =
    options.contract === undefined
      ? payload
      : (writeBody(webhook, toTyped(webhook, payload)) as object);
  return {
    method: "POST",
    headers: {
      "content-type": "application/json",
      [headers.signature]: signPayload(body, signaturePassword),
    },
    body: new TextEncoder().encode(spell[serialization](body)),
  };
}

function toTyped({ fields }: ReadShape, payload: object): object {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]: [string, unknown]) => {
      const isNumber = fields.get(name)?.type === "number" && typeof value === "string";
      return [name, isNumber ? Number(value) : value];
    }),
  );
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
