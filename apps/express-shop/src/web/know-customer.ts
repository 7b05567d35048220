// @ts-check
import { createHash, randomBytes } from "node:crypto";
import { originOf } from "./same-origin.js";

const cookieName = "shop_customer";
const wellFormed = /^[\w-]{22}$/;

/**
 * Knows a customer by a cookie that nobody can guess. A real shop has a login; all that matters to the payments is that
 * `user_id` is the same at each visit, and that it is no secret: the gateway shows it to people.
 */
export function knowCustomer(request, response, next) {
  let secret = readCookie(request.get("cookie") ?? "");
  if (secret === undefined) {
    secret = randomBytes(16).toString("base64url");
    response.cookie(cookieName, secret, {
      httpOnly: true,
      // "strict" would forget the customer on the way back from the cashier, which is another site.
      sameSite: "lax",
      secure: originOf(request).startsWith("https:"),
    });
  }
  response.locals.customer = toCustomer(secret);
  return next();
}

function toCustomer(secret: string) {
  return `customer-${createHash("sha256").update(secret).digest("hex").slice(0, 10)}`;
}

function readCookie(header: string) {
  const pair = header.split(/;\s*/).find((part) => part.startsWith(`${cookieName}=`));
  const value = pair?.slice(cookieName.length + 1) ?? "";
  return wellFormed.test(value) ? value : undefined;
}
