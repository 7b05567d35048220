import { toPrintable } from "../protocol/printable.js";
import type { Redact } from "../protocol/redact.js";

/** The headers in which a gateway usually returns its id of a request. None is documented. */
export const requestIdHeaders = ["x-request-id", "x-correlation-id"] as const;

const longestId = 255;

/** The gateway's id of a request, as one line without secrets; undefined if the response has none. */
export function readRequestId(headers: Headers, redact: Redact): string | undefined {
  for (const name of requestIdHeaders) {
    const value = headers.get(name);
    if (value !== null && value !== "") return toPrintable(redact(value), longestId);
  }
  return undefined;
}

/** The trace id of a `traceparent` header (W3C Trace Context); undefined if it is missing or invalid. */
export function readTraceId(headers: Headers): string | undefined {
  const [, id] =
    /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:-|$)/.exec(
      headers.get("traceparent") ?? "",
    ) ?? [];
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}
