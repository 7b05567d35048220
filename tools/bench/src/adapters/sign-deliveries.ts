// @ts-check
import { createHash, randomUUID } from "node:crypto";
import { ordinaryBytes, sampleBody } from "../verify/sample-body.js";

/** A test value, shared with the servers. */
export const signaturePassword = "bench-password-7Jq2mZ8tW4xN6cR1bV9k";

/** Where both servers take deliveries. */
export const path = "/webhooks/numipay";

export interface SignedDelivery {
  body: Buffer;
  headers: Record<string, string>;
}

/** So many deliveries, each of a transaction that nobody has seen, signed and ready to send: nothing of this is timed. */
export function signDeliveries(count: number): SignedDelivery[] {
  const payload = JSON.parse(sampleBody(ordinaryBytes).toString());
  return Array.from({ length: count }, () =>
    signDelivery(JSON.stringify({ ...payload, transaction_id: randomUUID() })),
  );
}

/** Signed as the gateway documents it, without our own signer: what both servers check must not come from one of them. */
export function signDelivery(text: string): SignedDelivery {
  const hash = createHash("sha1").update(text).update(signaturePassword).digest("hex");
  return {
    body: Buffer.from(text),
    headers: { "content-type": "application/json", "x-signature": hash.toUpperCase() },
  };
}
