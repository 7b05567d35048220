import type { IncomingHttpHeaders } from "node:http";

/**
 * Removes a charset other than UTF-8 from a JSON content type. It has no meaning, because JSON is UTF-8 (RFC 8259), but Express's
 * parsers reject it, and their error skips all middleware between the parser and the webhook.
 */
export function removeJsonCharset(headers: IncomingHttpHeaders): void {
  const type = headers["content-type"];
  const end = type?.indexOf(";") ?? -1;
  if (type === undefined || end === -1) return;
  const mediaType = type.slice(0, end).trim();
  if (isJson.test(mediaType) && otherCharset.test(type.slice(end))) {
    headers["content-type"] = mediaType;
  }
}

const isJson = /^application\/(?:json|\S*\+json)$/i;
const otherCharset = /;\s*charset\s*=(?!\s*"?utf-8\b)/i;
