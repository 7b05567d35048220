import type { Delivery } from "./delivery.js";

/** Why a delivery is refused before its signature is looked at; undefined when it is not. */
export function refusalByHeaders(
  delivery: Pick<Delivery, "method" | "header">,
  maxBytes: number,
): "method-not-allowed" | "unsupported-encoding" | "too-large" | undefined {
  if (delivery.method !== "POST") return "method-not-allowed";
  if (isEncoded(delivery.header("content-encoding"))) return "unsupported-encoding";
  return isAnnouncedTooLarge(delivery.header("content-length"), maxBytes) ? "too-large" : undefined;
}

/** True when a body is compressed: the gateway signs no such bytes. */
export function isEncoded(contentEncoding: string | null | undefined): boolean {
  const encoding = contentEncoding?.trim().toLowerCase() ?? "";
  return encoding !== "" && encoding !== "identity";
}

/** True when a request announces a body of more than `maxBytes`. */
export function isAnnouncedTooLarge(
  contentLength: string | null | undefined,
  maxBytes: number,
): boolean {
  return Number(contentLength ?? 0) > maxBytes;
}
