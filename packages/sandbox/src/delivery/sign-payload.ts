import { createHash } from "node:crypto";

/**
 * Signs the compact JSON text of a payload: the upper-case hex SHA-1 of text and signature password. The sandbox does not
 * share the receiver's code, so that a mistake in either one shows. Both are tested against the same vectors.
 */
export function signPayload(compactJson: string, signaturePassword: string): string {
  return createHash("sha1")
    .update(compactJson)
    .update(signaturePassword)
    .digest("hex")
    .toUpperCase();
}
