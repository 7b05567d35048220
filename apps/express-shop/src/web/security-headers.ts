// @ts-check

// No `form-action`: a form of ours is answered with a redirect to the cashier, whose address only the gateway knows.
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function securityHeaders(_request, response, next) {
  response.set({
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
  });
  return next();
}
