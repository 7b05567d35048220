import type { RequestHandler } from "express";

// No `form-action`: forms redirect to the cashier, and its address is not known in advance.
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    // With `no-referrer`, browsers send `Origin: null` with the shop's own forms.
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
  });
  next();
};
