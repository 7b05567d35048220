import { createHash, randomBytes } from "node:crypto";
import type { RequestHandler } from "express";
import { setLocal } from "./request-context.js";
import { originOf } from "./same-origin.js";

const cookieName = "shop_customer";
const wellFormed = /^[\w-]{22}$/;

/**
 * Identifies customers by a random cookie. A real shop has a login. The gateway shows `user_id` to people, so it must be
 * the same on every visit and must not be the cookie itself.
 */
export const identifyCustomer: RequestHandler = (request, response, next) => {
  let secret = readCookie(request.get("cookie") ?? "");
  if (secret === undefined) {
    secret = randomBytes(16).toString("base64url");
    response.cookie(cookieName, secret, {
      httpOnly: true,
      // With "strict" the browser omits the cookie when the customer returns from the cashier, which is another site.
      sameSite: "lax",
      secure: originOf(request).startsWith("https:"),
    });
  }
  setLocal(response, "customer", toCustomerId(secret));
  next();
};

function toCustomerId(secret: string): string {
  return `customer-${createHash("sha256").update(secret).digest("hex").slice(0, 10)}`;
}

function readCookie(header: string): string | undefined {
  const pair = header.split(/;\s*/).find((part) => part.startsWith(`${cookieName}=`));
  const value = pair?.slice(cookieName.length + 1) ?? "";
  return wellFormed.test(value) ? value : undefined;
}
