// @ts-check
import { createHash, randomUUID } from "node:crypto";

/** A test value, shared with the servers. */
export const signaturePassword = "hostile-password-7Jq2mZ8tW4xN6cR1bV9k";

/** A new delivery, signed as the gateway documents it. Our own signer is not used: both servers must check a foreign one. */
export function signDelivery(): { id: string; body: Buffer; headers: Record<string, string> } {
  const id = randomUUID();
  const text = JSON.stringify({
    transaction_id: id,
    user_id: "123",
    tracking_id: "order-000123",
    status: "successful",
    currency: "EUR",
    amount: "200.00",
    transaction_type: "deposit",
  });
  const hash = createHash("sha1").update(text).update(signaturePassword).digest("hex");
  return {
    id,
    body: Buffer.from(text),
    headers: { "content-type": "application/json", "x-signature": hash.toUpperCase() },
  };
}
