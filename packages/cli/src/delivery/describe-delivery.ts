import { isInvalidSignatureError, verifySignature } from "@numipay/core";
import { type Contract, readBody } from "@numipay/core/protocol";

export type SignatureState =
  | "ok"
  | "ok (canonical form)"
  | "wrong"
  | "missing"
  | "multiple"
  | "not checked";

/** The event of a delivery and its tracking id, to print them. */
export function describeBody(
  body: Uint8Array,
  { webhook }: Pick<Contract, "webhook">,
): { event: string; tracking_id: string } {
  if (body.byteLength === 0) return { event: "(empty)", tracking_id: "-" };
  try {
    const payload: unknown = readBody(webhook, JSON.parse(new TextDecoder().decode(body)));
    const fields = new Map<string, unknown>(Object.entries(payload ?? {}));
    const [type, status, id] = ["transaction_type", "status", "tracking_id"].map((name) =>
      fields.get(name),
    );
    const tracking_id = typeof id === "string" ? id : "-";
    const isEvent = typeof type === "string" && typeof status === "string";
    return { event: isEvent ? `${type}.${status}` : "(not a transaction)", tracking_id };
  } catch {
    return { event: "(not JSON)", tracking_id: "-" };
  }
}

/**
 * Checks the signature of a delivery.
 *
 * @param signatures every signature header; there must be exactly one
 */
export function checkSignature(
  body: Uint8Array,
  signatures: readonly string[] = [],
  password: string | undefined,
): SignatureState {
  const [signature] = signatures;
  if (signature === undefined) return "missing";
  if (signatures.length > 1) return "multiple";
  if (password === undefined) return "not checked";
  try {
    const { matched } = verifySignature({
      body,
      signature,
      signaturePassword: password,
      // The receiver applies its own limit.
      maxBodyBytes: body.byteLength,
    });
    return matched === "raw" ? "ok" : "ok (canonical form)";
  } catch (error) {
    if (isInvalidSignatureError(error)) return "wrong";
    throw error;
  }
}
