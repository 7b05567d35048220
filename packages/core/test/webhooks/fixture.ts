import { signPayload } from "../../src/protocol/signature.js";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import type { Delivery, DeliveryBody } from "../../src/webhooks/delivery.js";

export const password = "a-signature-password-of-30-chars";

export const transaction: Transaction = {
  transaction_id: "t-1",
  user_id: "u-1",
  tracking_id: "o-1",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

/** Creates a signed delivery, as an adapter would. */
export function delivery<Request = undefined>(
  payload: object | string,
  over: {
    method?: string;
    headers?: Record<string, string>;
    body?: DeliveryBody;
    request?: Request;
  } = {},
): Delivery<Request> {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const headers: Record<string, string> = {
    "x-signature": signPayload(text, password),
    ...over.headers,
  };
  return {
    method: over.method ?? "POST",
    header: (name) => headers[name],
    body: async () => over.body ?? { form: "bytes", bytes: Buffer.from(text) },
    request: over.request as Request,
  };
}
