import { signPayload, type Transaction } from "@numipay/core";
import {
  checkKnownOptions,
  type ContractSource,
  loadContract,
  type ReadShape,
  sharedState,
  writeBody,
} from "@numipay/core/protocol";

/** A delivery as the gateway posts it. */
export interface SignedDelivery {
  method: "POST";
  headers: Record<string, string>;
  /** JSON. A string, because supertest serializes bytes again. */
  body: string;
}

/** Options of `signDelivery`. */
export interface SignDeliveryOptions {
  /** The receiver's signature password. */
  signaturePassword: string;
  /**
   * How the payload is serialized. The signature is always that of the compact form. Defaults to `"compact"`.
   */
  serialization?: Serialization;
  /**
   * The receiver's contract override. Write the payload with the library's names: the delivery gets the contract's field
   * names, wrapper, number types and signature header. Defaults to none.
   */
  contract?: ContractSource;
}

/** Equivalent JSON serializations of one payload. */
export type Serialization = "compact" | "indented" | "escaped" | "trailing-newline";

const serialize: Record<Serialization, (payload: object) => string> = {
  compact: (payload) => JSON.stringify(payload),
  indented: (payload) => JSON.stringify(payload, null, 2),
  escaped: (payload) => JSON.stringify(payload).replace(/[a-z]/g, toEscape),
  "trailing-newline": (payload) => `${JSON.stringify(payload)}\n`,
};

/** Returns a correctly signed delivery of this payload, to post to the webhook under test. */
export function signDelivery(payload: object, options: SignDeliveryOptions): SignedDelivery {
  checkKnownOptions(options, ["signaturePassword", "serialization", "contract"]);
  const { signaturePassword, serialization = "compact" } = options;
  const { webhook, headers } = loadContract(options.contract);
  // Without a contract the payload may be anything, hostile input included, and is sent unchanged.
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
    body: serialize[serialization](body),
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

const examples = /* @__PURE__ */ sharedState("examples", () => ({ count: 0 }));

/** A successful deposit of EUR 200.00 with unique ids. `fields` overrides any of it. */
export function exampleTransaction(fields: Partial<Transaction> = {}): Transaction {
  const count = (examples.count += 1);
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
