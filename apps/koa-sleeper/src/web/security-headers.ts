// @ts-check

// No `form-action`: the booking form is answered with a redirect to a provider, whose address only the gateway knows.
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export async function securityHeaders(ctx, next) {
  ctx.set({
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    // The address of a ticket opens it, so no provider is told. (`no-referrer` would make forms send `Origin: null`.)
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
  });
  await next();
}
