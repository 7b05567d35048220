import { createHash, timingSafeEqual } from "node:crypto";
import { signaturePassword } from "./sign-delivery.js";

/** Takes the body and the `x-signature` header of a delivery. */
export type HandwrittenReceiver = (
  body: Buffer | undefined,
  signature: string | string[] | undefined,
) => [status: 200 | 401, body: { outcome: string }];

/** Checks the signature as the gateway documents it. */
export function isSigned(
  body: Buffer | undefined,
  signature: string | string[] | undefined,
): body is Buffer {
  const received = Buffer.from(typeof signature === "string" ? signature : "", "hex");
  const expected = createHash("sha1")
    .update(body ?? "")
    .update(signaturePassword)
    .digest();
  return (
    body !== undefined && received.length === expected.length && timingSafeEqual(received, expected)
  );
}

interface Payload {
  transaction_id: string;
  transaction_type: string;
  status: string;
}

/**
 * What a careful team writes instead of using an adapter: the hash, a comparison in constant time, the parse, and a set of
 * applied changes. It is the baseline of every comparison.
 */
export function createHandwrittenReceiver({
  onApply,
  onLookup,
}: {
  onApply: (transactionId: string) => void;
  /** Called before the set of applied changes is read. */
  onLookup?: () => void;
}): HandwrittenReceiver {
  const applied = new Set<string>();

  return (body, signature) => {
    if (!isSigned(body, signature)) return [401, { outcome: "bad-signature" }];
    const payload = JSON.parse(body.toString()) as Payload;
    const change = `${payload.transaction_type}:${payload.transaction_id}:${payload.status}`;
    onLookup?.();
    if (applied.has(change)) return [200, { outcome: "duplicate" }];
    applied.add(change);
    onApply(payload.transaction_id);
    return [200, { outcome: "processed" }];
  };
}
