import { createHash } from "node:crypto";

/**
 * Signs the compact JSON text of a payload: the upper-case hex SHA-1 of text and signature password.
 * The sandbox has its own signer so that it can disagree with the receiver; both answer to the same vectors.
 */
export function signPayload(compactJson: string, signaturePassword: string): string {
  return createHash("sha1")
    .update(compactJson)
    .update(signaturePassword)
    .digest("hex")
    .toUpperCase();
}
