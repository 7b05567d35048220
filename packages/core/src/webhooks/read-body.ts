import type { Delivery } from "./delivery.js";

/** The outcome of a delivery that is rejected before its signature is checked; undefined if it is not. */
export function refusalByHeaders(
  delivery: Pick<Delivery, "method" | "header">,
  maxBytes: number,
): "method-not-allowed" | "unsupported-encoding" | "too-large" | undefined {
  if (delivery.method !== "POST") return "method-not-allowed";
  if (isEncoded(delivery.header("content-encoding"))) return "unsupported-encoding";
  return isAnnouncedTooLarge(delivery.header("content-length"), maxBytes) ? "too-large" : undefined;
}

/** True if a body is compressed. The gateway signs the uncompressed bytes. */
export function isEncoded(contentEncoding: string | null | undefined): boolean {
  const encoding = contentEncoding?.trim().toLowerCase() ?? "";
  return encoding !== "" && encoding !== "identity";
}

/** True if the Content-Length of a request exceeds `maxBytes`. */
export function isAnnouncedTooLarge(
  contentLength: string | null | undefined,
  maxBytes: number,
): boolean {
  return Number(contentLength ?? 0) > maxBytes;
}
