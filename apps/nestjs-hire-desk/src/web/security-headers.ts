// Without `form-action`, because our forms redirect to the bank, whose address only the gateway knows.
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Express middleware that disables caching, framing and external resources. */
export function securityHeaders(
  _request: unknown,
  response: { set(headers: Record<string, string>): void },
  next: () => void,
): void {
  response.set({
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
  });
  next();
}
