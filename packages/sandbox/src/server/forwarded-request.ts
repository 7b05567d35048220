/**
 * The request as the client sent it to a TLS proxy. `X-Forwarded-Proto` changes the scheme of its URL, and so of every link,
 * cookie and origin check. The host stays the one of the `Host` header, which is checked and which a proxy must pass on.
 *
 * The header needs no trusted address: a page of another site cannot send it without a preflight request, which is rejected,
 * and other clients only change the links that they receive.
 */
export function toForwardedRequest(request: Request): Request {
  // With several proxies, the first value is the client's.
  const given = request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim().toLowerCase();
  if (given !== "http" && given !== "https") return request;
  const url = new URL(request.url);
  if (url.protocol === `${given}:`) return request;
  url.protocol = given;
  const { method, headers, signal, body } = request;
  return new Request(url, {
    method,
    headers,
    signal,
    ...(body !== null && { body, duplex: "half" }),
  });
}
