import { findSignature, type SignatureMatch } from "../protocol/signature.js";
import type { DeliveryBody } from "./delivery.js";
import type { WebhookSettings } from "./options.js";

/**
 * Matches the signature of a delivery. Returns `"too-large"` if the body exceeds `maxBodyBytes`, even if a parser has read it. In
 * strict mode only the raw bytes can match; otherwise the canonical form can too, which is all that a body parser leaves.
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
