// @ts-check
import type { RequestHandler } from "express";
import { createHash, timingSafeEqual } from "node:crypto";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Asks for the back office's password, which the browser then remembers. The user's name does not matter. */
export function officeOnly(password: string): RequestHandler {
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
