// @ts-check
import { randomBytes } from "node:crypto";

const cookieName = "shop_customer";
const wellFormed = /^[\w-]{22}$/;

/**
 * Knows a customer by a cookie that nobody can guess. A real shop has a login; all that matters to the payments is that
 * `user_id` is the same at each visit.
 * @type {import("express").RequestHandler}
 */
export function knowCustomer(request, response, next) {
  let customer = readCookie(request.get("cookie") ?? "");
  if (customer === undefined) {
    customer = randomBytes(16).toString("base64url");
    response.cookie(cookieName, customer, {
      httpOnly: true,
      // "strict" would forget the customer on the way back from the cashier, which is another site.
      sameSite: "lax",
      secure: request.secure,
    });
  }
  response.locals.customer = customer;
  return next();
}

/** @param {string} header */
function readCookie(header) {
  const pair = header.split(/;\s*/).find((part) => part.startsWith(`${cookieName}=`));
  const value = pair?.slice(cookieName.length + 1) ?? "";
  return wellFormed.test(value) ? value : undefined;
}
