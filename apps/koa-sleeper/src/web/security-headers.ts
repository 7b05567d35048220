import type { Middleware } from "koa";

// No `form-action`: the booking form redirects to a provider, and its address is not known in advance.
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const securityHeaders: Middleware = async (ctx, next) => {
  ctx.set({
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    // The address of a ticket is secret, so providers must not see it. With `no-referrer`, forms send `Origin: null`.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
  });
  await next();
};
