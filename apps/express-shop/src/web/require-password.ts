import { createHash, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import { messagePage } from "../pages/page.js";

/** Protects the back office with HTTP Basic authentication. Any user name is accepted. */
export function requirePassword(password: string): RequestHandler {
  const expected = sha256(password);
  return (request, response, next) => {
    const [scheme, credentials = ""] = (request.get("authorization") ?? "").split(" ");
    const userAndPassword = Buffer.from(credentials, "base64").toString("utf8");
    const given = sha256(userAndPassword.slice(userAndPassword.indexOf(":") + 1));
    if (scheme === "Basic" && timingSafeEqual(given, expected)) return next();
    response.set("www-authenticate", 'Basic realm="Back office", charset="UTF-8"');
    response
      .status(401)
      .send(messagePage("Back office", "Reload the page and enter the back office password."));
  };
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
