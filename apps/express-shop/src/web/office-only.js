// @ts-check
import { createHash, timingSafeEqual } from "node:crypto";

/** @param {string} text */
const digest = (text) => createHash("sha256").update(text).digest();

/**
 * Asks for the back office's password, which the browser then remembers. The user's name does not matter.
 * @param {string} password
 * @returns {import("express").RequestHandler}
 */
export function officeOnly(password) {
  const wanted = digest(password);
  return (request, response, next) => {
    const [scheme, credentials = ""] = (request.get("authorization") ?? "").split(" ");
    const given = Buffer.from(credentials, "base64").toString("utf8");
    const isRight =
      scheme === "Basic" && timingSafeEqual(digest(given.slice(given.indexOf(":") + 1)), wanted);
    if (isRight) return next();
    response.set("www-authenticate", 'Basic realm="Back office", charset="UTF-8"');
    response.status(401).type("text").send("The back office needs its password.");
  };
}
