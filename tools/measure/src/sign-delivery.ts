import { createHash, randomUUID } from "node:crypto";
import { ordinaryBytes, sampleBody } from "./sample-body.js";

/** A test value, shared with the servers under test. */
export const signaturePassword = "measure-password-7Jq2mZ8tW4xN6cR1bV9k";

/** The path at which every server under test receives deliveries. */
export const webhookPath = "/webhooks/numipay";

export interface SignedDelivery {
  body: Buffer;
  headers: Record<string, string>;
}

const sample = JSON.parse(sampleBody(ordinaryBytes).toString()) as Record<string, string>;

/** A signed delivery of the ordinary size, for a transaction of its own. */
export function createDelivery(): SignedDelivery {
  return signBody(JSON.stringify({ ...sample, transaction_id: randomUUID() }));
}

/** Signs a body as the gateway documents it. `@numipay/core` must not check signatures that it made itself. */
export function signBody(text: string): SignedDelivery {
  const hash = createHash("sha1").update(text).update(signaturePassword).digest("hex");
  return {
    body: Buffer.from(text),
    headers: { "content-type": "application/json", "x-signature": hash.toUpperCase() },
  };
}
