import { findSignature, type SignatureMatch } from "../protocol/signature.js";
import type { DeliveryBody } from "./delivery.js";
import type { WebhookSettings } from "./options.js";

/**
 * The match of a delivery's signature, or undefined; `"too-large"` where the body exceeds `maxBodyBytes`, also where a
 * parser has read it. In strict mode only the bytes as they were sent count; otherwise the canonical form does too, which
 * is what is left when a body parser came first.
 */
export function verifyDelivery(
  body: DeliveryBody & { form: "bytes" | "parsed" },
  signature: string,
  passwords: readonly string[],
  { strict, maxBodyBytes }: Pick<WebhookSettings<unknown, unknown>, "strict" | "maxBodyBytes">,
): SignatureMatch | "too-large" | undefined {
  if (strict && body.form === "parsed") return undefined;
  const match = findSignature(
    body.form === "bytes" ? body.bytes : body.value,
    signature,
    passwords,
    maxBodyBytes,
  );
  if (match === "too-large") return match;
  return strict && match?.matched === "canonical" ? undefined : match;
}
