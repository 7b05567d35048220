import { toPrintable } from "@numipay/core/protocol";
import type { IncomingHttpHeaders } from "node:http";

/** Where a response redirects to. Without the query, which can contain a token. Null if it does not redirect. */
export function toRedirectTarget(
  { statusCode = 0, headers }: { statusCode?: number | undefined; headers: IncomingHttpHeaders },
  base: URL,
): string | null {
  const { location } = headers;
  if (statusCode < 300 || statusCode > 399) return null;
  if (location === undefined || !URL.canParse(location, base.href)) return null;
  const { origin, pathname } = new URL(location, base);
  return origin + pathname;
}

/** What a redirect means for a delivery. Empty without one. */
export function toRedirectNote(target: string | null): string {
  return target === null
    ? ""
    : `, redirects to ${toPrintable(target, 300)}, which the gateway does not follow`;
}
